-- A bit of everything that an interpreter does, with the same output each time.
-- usage: lua work.lua ROUNDS

local rounds = tonumber(arg[1]) or 1
local total = 0

-- Adds a value to the sum of all results, which is printed as it grows.
local function note(what, value)
  local text = tostring(value)
  for i = 1, #text do
    total = (total * 31 + text:byte(i)) % 4294967291
  end
  print(string.format("%-12s %-34s %010d", what, text:sub(1, 34), total))
end

local function strings(round)
  local words = {}
  for i = 1, 2000 do
    words[i] = string.format("%05d:%x:%s:%g", i * round, i ~ round, ("ab"):rep(i % 7), i / 8)
  end
  local text = table.concat(words, ",")
  local count, digits = 0, 0
  for word in text:gmatch("[^,]+") do
    count = count + 1
    digits = digits + #word:gsub("%D", "")
  end
  note("strings", #text + count * 3 + digits)
  note("gsub", (text:sub(1, 60):gsub("(%d)(%d)", "%2%1"):upper():reverse()))
  note("pack", #string.pack(">i4 d s2", round, 1.5, text:sub(1, 100)))
  note("quoted", string.format("%q", "a\0b\n\"" .. round))
end

local function sorting()
  local values = {}
  for i = 1, 4000 do
    values[i] = math.random(1, 1000000)
  end
  table.sort(values)
  note("sorted", values[1] .. " " .. values[2000] .. " " .. values[4000])
  table.sort(values, function(a, b) return a % 1000 > b % 1000 or (a % 1000 == b % 1000 and a < b) end)
  note("sorted by", values[1] .. " " .. values[2000] .. " " .. values[4000])
  note("bad order", pcall(table.sort, { 3, 1, "x", 2 }))
end

local function tables()
  local sieve, primes = {}, 0
  for i = 2, 20000 do
    if not sieve[i] then
      primes = primes + 1
      for k = i * i, 20000, i do sieve[k] = true end
    end
  end
  note("primes", primes)
  local keys, keyed = {}, {}
  for i = 1, 3000 do keyed["k" .. (i * 7919 % 3001)] = i end
  for key in pairs(keyed) do keys[#keys + 1] = key end
  table.sort(keys)
  note("keys", #keys .. keys[1] .. keys[#keys])
  for i = 1, 3000, 2 do keyed["k" .. i] = nil end
  local left = 0
  for _ in next, keyed do left = left + 1 end
  note("left", left)
end

local Point = {}
Point.__index = Point
Point.__add = function(a, b) return Point.new(a.x + b.x, a.y + b.y) end
Point.__eq = function(a, b) return a.x == b.x and a.y == b.y end
Point.__tostring = function(p) return "(" .. p.x .. "," .. p.y .. ")" end
function Point.new(x, y) return setmetatable({ x = x, y = y }, Point) end

local function objects()
  local sum = Point.new(0, 0)
  for i = 1, 5000 do sum = sum + Point.new(i, -i // 3) end
  note("objects", sum)
  note("equal", sum == sum + Point.new(0, 0))
  local closed = {}
  do
    local guard <close> = setmetatable({}, { __close = function() closed[1] = "closed" end })
    closed[0] = guard and "open"
  end
  note("close", closed[0] .. closed[1])
end

local function closures()
  local function counter(step)
    local n = 0
    return function(...) n = n + step + select("#", ...); return n end
  end
  local a, b = counter(1), counter(10)
  for i = 1, 5000 do a(i); b() end
  note("closures", a() .. " " .. b())
  local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end
  note("fib", fib(21))
  local function loop(n, sum) if n == 0 then return sum end return loop(n - 1, sum + n) end
  note("tail calls", loop(30000, 0))
end

local function coroutines()
  local function permute(list, n)
    n = n or #list
    if n <= 1 then coroutine.yield(list) end
    for i = 1, n do
      list[n], list[i] = list[i], list[n]
      permute(list, n - 1)
      list[n], list[i] = list[i], list[n]
    end
  end
  local count, last = 0, ""
  for list in coroutine.wrap(function() permute({ 1, 2, 3, 4, 5, 6 }) end) do
    count = count + 1
    last = table.concat(list)
  end
  note("coroutines", count .. " " .. last)
  local co = coroutine.create(function() error({ code = 7 }) end)
  local ok, problem = coroutine.resume(co)
  note("dead", tostring(ok) .. problem.code .. coroutine.status(co))
end

local function errors()
  local function deep(n) return 1 + deep(n + 1) end
  note("error", select(2, pcall(error, "plain message", 0)))
  note("index", select(2, pcall(function() local t = nil; return t.x end)))
  note("arith", select(2, pcall(function() return {} + 1 end)))
  note("overflow", (select(2, pcall(deep, 1)):match("stack overflow")))
  note("syntax", select(2, load("x = = 1", "=chunk")))
  note("handler", select(2, xpcall(function() error("inner") end, function(m) return "<" .. m:gsub(".*: ", "") .. ">" end)))
  note("division", select(2, pcall(function() return 1 // 0 end)))
end

local function numbers(round)
  local x = 0.0
  for i = 1, 20000 do x = x + math.sin(i * round) * math.sqrt(i) end
  note("floats", string.format("%.9e", x))
  local n = round
  for i = 1, 20000 do n = (n * 6364136223846793005 + 1442695040888963407) ~ (n >> 13) end
  note("integers", n)
  note("limits", math.maxinteger + 1 == math.mininteger)
  note("convert", tostring(10 // 3) .. " " .. 10.0 / 3 .. " " .. -7 % 3 .. " " .. 2 ^ 53 .. " " .. (0x7fp-3))
end

local function garbage()
  local weak, finalized = setmetatable({}, { __mode = "v" }), 0
  for i = 1, 3000 do
    weak[i] = { i, { i } }
    if i % 10 == 0 then
      setmetatable({}, { __gc = function() finalized = finalized + 1 end })
    end
  end
  collectgarbage()
  collectgarbage()
  note("collected", #weak .. " " .. finalized)
  collectgarbage("generational")
  local list
  for i = 1, 20000 do list = { next = i % 100 ~= 0 and list or nil, value = i } end
  collectgarbage("incremental")
  note("list", list.value)
end

local function loading(round)
  local parts = {}
  for i = 1, 200 do parts[i] = ("local a%d = %d * x"):format(i % 150, i) end
  local source = "local x = ...\n do " .. table.concat(parts, " end do ") .. " end return x + 1"
  local chunk = assert(load(source, "=made"))
  note("load", chunk(round))
  note("dump", load(string.dump(chunk, true), "again", "b")(round + 1))
end

math.randomseed(42)
for round = 1, rounds do
  strings(round)
  sorting()
  tables()
  objects()
  closures()
  coroutines()
  errors()
  numbers(round)
  garbage()
  loading(round)
end
note("utf8", utf8.char(228, 8364, 128512) .. utf8.len("äö€"))
note("os", os.time({ year = 2000, month = 1, day = 1, hour = 12, isdst = false }) - os.time({ year = 1999, month = 12, day = 31, hour = 12, isdst = false }))
