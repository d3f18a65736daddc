-- What scripts spend their time on: calls, tables, sorting, strings. Takes about half a second.
local function fib(n)
  if n < 2 then
    return n
  end
  return fib(n - 1) + fib(n - 2)
end

local numbers = {}
for i = 1, 300000 do
  numbers[i] = (i * 7919) % 1000003
end
table.sort(numbers)

local words = {}
for i = 1, 100000 do
  words[#words + 1] = string.format("%d:%s", i, tostring(numbers[i]))
end
local text = table.concat(words, ","):gsub("%d+", function(digits)
  return #digits
end)

print(fib(30), numbers[1000], #text)
