-- Asks for the figures of any two days of ten years, never the same two twice in a row: BENCH_COOKIE says who asks.
local headers = { ["cookie"] = os.getenv("BENCH_COOKIE") }
local seed = 1

local function day()
  seed = (seed * 1103515245 + 12345) % 2147483648
  local days = math.floor(seed / 65536) % 3600
  return os.date("!%Y-%m-%d", 1795489200 - days * 86400)
end

function request()
  return wrk.format("GET", "/staff/figures?on=" .. day() .. "&against=" .. day(), headers)
end
