-- Redeems a one-time token, or tells what would come of it. What was kept of it is deleted; its hash stays until it would have expired.
-- KEYS[1] the token of this purpose and subject
-- ARGV[1] hash of the token shown
-- ARGV[2] the server's time, Unix milliseconds, after which nothing is done
-- ARGV[3] (optional) look: only reads
-- Result: 'ok' and what was kept of it; 'redeemed' if it was before, 'unknown' of any other (nothing written); the error TOOLATE if it is
--         (nothing written)
-- Atomic: the comparison and the end: of any number of calls one is answered 'ok'.
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) > tonumber(ARGV[2]) then
  return redis.error_reply('TOOLATE the token was to be redeemed after its caller had given up, and was not')
end
local f = redis.call('HMGET', KEYS[1], 'h', 'd')
if f[1] ~= ARGV[1] then
  return {'unknown'}
end
if not f[2] then
  return {'redeemed'}
end
if not ARGV[3] then
  redis.call('HDEL', KEYS[1], 'd')
end
return {'ok', f[2]}
