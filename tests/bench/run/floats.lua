-- Floating point: bodies that attract each other, and the product of two matrices. The argument is the number of rounds.
local bodies = {}
for i = 1, 5 do
  bodies[i] = { x = i, y = i * i / 4, vx = 0.1 * i, vy = -0.05 * i, mass = 1 / i }
end

local function advance(step)
  for i = 1, #bodies do
    local one = bodies[i]
    for k = i + 1, #bodies do
      local other = bodies[k]
      local dx, dy = one.x - other.x, one.y - other.y
      local square = dx * dx + dy * dy + 0.01
      local pull = step / (square * math.sqrt(square))
      one.vx, one.vy = one.vx - dx * other.mass * pull, one.vy - dy * other.mass * pull
      other.vx, other.vy = other.vx + dx * one.mass * pull, other.vy + dy * one.mass * pull
    end
  end
  for _, body in ipairs(bodies) do
    body.x, body.y = body.x + step * body.vx, body.y + step * body.vy
  end
end

local function product(size)
  local sum = 0.0
  local left, right = {}, {}
  for i = 1, size * size do
    left[i], right[i] = math.sin(i), math.cos(i)
  end
  for row = 0, size - 1 do
    for column = 1, size do
      local cell = 0.0
      for k = 1, size do
        cell = cell + left[row * size + k] * right[(k - 1) * size + column]
      end
      sum = sum + cell
    end
  end
  return sum
end

local sum = 0.0
for _ = 1, tonumber(arg[1] or 10) do
  for _ = 1, 5000 do
    advance(0.001)
  end
  sum = sum + product(70)
end
print(string.format("%.9f %.9f", bodies[1].x, sum))
