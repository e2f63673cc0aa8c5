-- Asks for the nearest rooms from one position after another: BENCH_POSITIONS names the list.
local paths, at = {}, 0
for line in io.lines(os.getenv("BENCH_POSITIONS")) do
  local lon, lat = line:match("([^,]+),([^,]+)")
  paths[#paths + 1] = string.format("/api/v1/rooms/nearest?lon=%s&lat=%s&k=20&has=hot_water&who=everyone", lon, lat)
end

function setup(thread)
  started = (started or 0) + 1
  thread:set("offset", started * 7919)
end

function init()
  at = offset
end

function request()
  at = at + 1
  return wrk.format("GET", paths[at % #paths + 1])
end
