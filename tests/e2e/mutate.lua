-- Loads its own kind of bytecode, with one byte changed, and runs it: some of that crashes the interpreter.
-- usage: lua mutate.lua NUMBER

local number = tonumber(arg[1])

local function victim(a, b)
  local t = { a, b, x = 1, y = "text" }
  local s = 0
  for i = 1, 3 do s = s + i * #t end
  for k, v in pairs(t) do s = s + (type(v) == "number" and v or #k) end
  local function inner(...) return select("#", ...) + s, t end
  local u, v = inner(a, b, "constant", 2.5)
  if u > 10 then t.x = v.y .. u else t[u] = -u end
  return t.x, s << 2, not u, a // 1
end

local code = string.dump(victim)
-- The head of a dump is checked; what follows is not. Spread over all of it, with changes of few and of many bits.
local first = 40
local place = first + number * 37 % (#code - first)
local change = ({ 0x80, 0x7f, 0xff, 0x01, 0x10 })[number % 5 + 1]
local changed = code:sub(1, place - 1) .. string.char(code:byte(place) ~ change) .. code:sub(place + 1)
local chunk = load(changed, "mutated", "b")
if chunk then
  print(pcall(chunk, 3, 4))
  collectgarbage()
end
