-- Sends the requests of a file in turn: each line is a path, a tab and a body. See days.mjs.
local requests, last = {}, 0

function init(args)
  local method, file = args[1], args[2]
  for line in io.lines(file) do
    local path, body = line:match("^([^\t]*)\t(.*)$")
    local headers = method == "POST" and { ["Content-Type"] = "application/json" } or {}
    requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end

function done(summary)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.stderr:write(string.format('{"requests":%d,"failed":%d,"us":%d}', summary.requests, failed, summary.duration))
end
