-- Tables: arrays, sorting, hashes, insertion and removal. The argument is the number of rounds.
local found, total = 0, 0
for round = 1, tonumber(arg[1] or 10) do
  local numbers = {}
  for i = 1, 30000 do
    numbers[i] = (i * 7919 + round) % 1000003
  end
  table.sort(numbers)

  local places = {}
  for i, number in ipairs(numbers) do
    places[number] = i
  end
  for number = 1, 60000 do
    if places[number] then
      found = found + 1
    end
  end

  local queue = {}
  for i = 1, 30000 do
    table.insert(queue, { i, numbers[i] })
    if i % 3 == 0 then
      total = total + table.remove(queue)[2]
    end
  end
  for _, pair in pairs(queue) do
    total = total + pair[1]
  end
end
print(found, total)
