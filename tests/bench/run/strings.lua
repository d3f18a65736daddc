-- Strings: formatting, joining, patterns, bytes. The argument is the number of rounds.
local length, words_found, sum = 0, 0, 0
for round = 1, tonumber(arg[1] or 10) do
  local words = {}
  for i = 1, 10000 do
    words[#words + 1] = string.format("%d:%s", i, tostring(i * round))
  end
  local text = table.concat(words, ","):gsub("%d+", function(digits)
    return #digits
  end)
  length = length + #text

  local prose = ("the quick brown fox jumps over the lazy dog; "):rep(600)
  for word in prose:gmatch("%a+") do
    words_found = words_found + #word:upper():reverse()
  end
  local from = 1
  while from do
    from = prose:find("lazy", from + 1, true)
    sum = sum + (from or 0)
  end
  for i = 1, #prose do
    sum = sum + prose:byte(i)
  end
end
print(length, words_found, sum)
