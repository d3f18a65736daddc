-- Calls: recursion, closures, methods, coroutines. The argument is the number of rounds.
local function fib(n)
  if n < 2 then
    return n
  end
  return fib(n - 1) + fib(n - 2)
end

local Counter = {}
Counter.__index = Counter

function Counter:add(n)
  self.sum = self.sum + n
  return self
end

local function adder(n)
  return function(x)
    return x + n
  end
end

local function numbers(limit)
  return coroutine.wrap(function()
    for i = 1, limit do
      coroutine.yield(i)
    end
  end)
end

local counter = setmetatable({ sum = 0 }, Counter)
local fibs = 0
for round = 1, tonumber(arg[1] or 10) do
  fibs = fibs + fib(23)
  local add = adder(round)
  for i = 1, 60000 do
    counter:add(add(i)):add(-round)
  end
  for i in numbers(20000) do
    counter:add(i)
  end
end
print(fibs, counter.sum)
