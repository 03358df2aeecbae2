-- Tells what an access token is, and notes that somebody has used the newest one: from then on the refresh token that was traded
-- for it is over.
-- KEYS[1] the family
-- KEYS[2] the word of its subject, same slot
-- ARGV[1] hash of the access token
-- ARGV[2] (optional) look: only reads
-- Result: 'ok', its expiry by the server's clock in Unix milliseconds, what is kept of the login, its remaining life in milliseconds; or one
--         of 'unknown', 'expired', 'revoked', 'reused'; or 'unused' if its use is to be noted and this only reads
-- Atomic: the look at the family and the word, and the note.
local f = redis.call('HMGET', KEYS[1], 'x', 'w', 'c', 'a', 'ax', 'b', 'bx', 'd')
if f[1] then
  return {f[1]}
end
if not f[2] then
  return {'unknown'}
end
if redis.call('GET', KEYS[2]) ~= f[2] then
  return {'revoked'}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local expiry
if f[4] == ARGV[1] then
  expiry = f[5]
elseif f[6] == ARGV[1] then
  expiry = f[7]
else
  return {'unknown'}
end
if tonumber(expiry) <= now then
  return {'expired'}
end
if f[4] == ARGV[1] and f[3] ~= '1' then
  if ARGV[2] then
    return {'unused'}
  end
  redis.call('HSET', KEYS[1], 'c', 1)
end
return {'ok', expiry, f[8], string.format('%.0f', expiry - now)}
