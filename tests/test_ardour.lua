-- SPDX-FileCopyrightText: 2026 The Genus authors
-- SPDX-License-Identifier: ISC
--
-- What test_ardour.sh does inside of Ardour: ardour7-lua test_ardour.lua STEP FOLDER SESSION [plugin]
-- Steps print lines "TRACK genre track_genre track_confidence", then "finished STEP".

local step, folder = arg[1], arg[2]
local rate = 48000
local seconds = 21
local superclock = 282240000 // rate -- Ardour's ticks a sample.
local tracks = {}
for line in io.lines(folder .. "/tracks") do
  local name, channels = line:match("(%S+) (%d+)")
  tracks[#tracks + 1] = { name = name, channels = tonumber(channels) }
end

local function start_engine()
  local backend = AudioEngine:set_backend("None (Dummy)", "", "")
  backend:set_driver("Normal Speed")
  backend:set_device_name("Silence")
  backend:set_sample_rate(rate)
  backend:set_buffer_size(1024)
  assert(AudioEngine:start(false) == 0, "the audio engine does not start")
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

-- Ardour's Lua has no call that imports audio: the session file gets what an import leaves in it.
local function place_audio(path)
  local file = assert(io.open(path, "rb"))
  local xml = file:read("a")
  file:close()
  local sources, regions, id = "", "", 900000
  local length = string.format("a%d", seconds * rate * superclock)
  for _, track in ipairs(tracks) do
    local inputs = ""
    for channel = 1, track.channels do
      local name = track.name .. (track.channels == 1 and "" or channel == 1 and "%L" or "%R")
      id = id + 1
      sources = sources .. string.format(
        '<Source name="%s.wav" take-id="" type="audio" flags="" id="%d" channel="0" origin=""/>',
        name, id)
      inputs = inputs .. string.format(' source-%d="%d" master-source-%d="%d"',
        channel - 1, id, channel - 1, id)
    end
    id = id + 1
    local region = string.format(
      '<Region type="audio" name="%s.1" id="%d" start="a0" length="%s@a0" position="a0" ' ..
      'sync-position="a0" whole-file="0" opaque="1" muted="0" locked="0" automatic="0" ' ..
      'external="1" hidden="0" import="0" layering-index="0" ancestral-start="a0" ' ..
      'ancestral-length="%s@a0" stretch="1" shift="1" default-fade-in="0" default-fade-out="0" ' ..
      'fade-in-active="0" fade-out-active="0" scale-amplitude="1" channels="%d"%s/>',
      track.name, id, length, length, track.channels, inputs)
    local found
    xml, found = xml:gsub('(<Playlist id="%d+" name="' .. track.name .. '"[^>]-)/>', function(head)
      return head .. ">" .. region .. "</Playlist>"
    end)
    assert(found == 1, "no playlist for " .. track.name)
  end
  xml = xml:gsub("<Sources/>", function() return "<Sources>" .. sources .. "</Sources>" end)
  xml = xml:gsub("<Locations/>", string.format(
    '<Locations><Location id="999999" name="session" start="a0" end="%s" ' ..
    'flags="IsSessionRange" locked="0"/></Locations>', length))
  write(path, xml)
end

-- wait(WHAT, DONE, MOST): until DONE() is true, or fails after MOST seconds and says what never came.
local function wait(what, done, most)
  for _ = 1, most * 5 do
    if done() then
      return
    end
    ARDOUR.LuaAPI.usleep(200000)
  end
  error(string.format("waited %d s, but this never came: %s", most, what))
end

-- Whether all outputs of a track go to the master: that of a mono track to its left side alone.
local function reaches_master(session, route, channels)
  local inputs = session:master_out():input()
  for side = 0, channels - 1 do
    if not route:output():nth(side):connected_to(inputs:nth(side):name()) then
      return false
    end
  end
  return true
end

local function make(plugin)
  local session = create_session(folder .. "/" .. arg[3], arg[3], rate)
  assert(session, "no session")
  for _, track in ipairs(tracks) do
    -- As many outputs as inputs: no panner. So samples of 16 bits have exact sums, whatever the order
    -- in which Ardour's threads add the tracks up.
    local made = session:new_audio_track(track.channels, track.channels, nil, 1, track.name,
      ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true)
    for route in made:iter() do
      if plugin then
        local uri = track.channels == 1 and "urn:genus:mono" or "urn:genus:stereo"
        local genus = ARDOUR.LuaAPI.new_plugin(session, uri, ARDOUR.PluginType.LV2, "")
        assert(not genus:isnil(), "Ardour does not find " .. uri)
        assert(route:add_processor_by_index(genus, 0, nil, true) == 0)
      end
      -- A thread of Ardour's connects them.
      wait(track.name .. " connected to the master", function()
        return reaches_master(session, route, track.channels)
      end, 60)
    end
  end
  session:save_state("", false, false, false, false, false)
  close_session()
  place_audio(folder .. "/" .. arg[3] .. "/" .. arg[3] .. ".ardour")
end

-- Where a port lies among a plugin's control ports, inputs and outputs.
local function control_index(insert, name)
  local plugin = insert:plugin(0)
  local control = 0
  for port = 0, plugin:parameter_count() - 1 do
    if plugin:parameter_is_control(port) then
      if plugin:parameter_label(port) == name then
        return control
      end
      control = control + 1
    end
  end
  error("no port " .. name)
end

-- What the port of this name holds, for each of the tracks.
local function values(session, port)
  local read = {}
  for i, track in ipairs(tracks) do
    local insert = session:route_by_name(track.name):nth_plugin(0):to_insert()
    read[i] = ARDOUR.LuaAPI.get_plugin_insert_param(insert, control_index(insert, port), true)
  end
  return read
end

local function print_tags(session, genres)
  local tags, confidences = values(session, "Track genre"), values(session, "Track confidence")
  for i, track in ipairs(tracks) do
    print(string.format("%s %d %d %.6f", track.name, genres[i], tags[i], confidences[i]))
  end
end

-- What is heard shortly before the end still comes to the tags after it: until a second adds none.
local function settle(session)
  local before
  wait("a second that adds nothing to the tags", function()
    local now = table.concat(values(session, "Track confidence"), " ")
    local same = now == before
    before = now
    ARDOUR.LuaAPI.usleep(1000000)
    return same
  end, 30)
end

local function play(session)
  session:request_roll(ARDOUR.TransportRequestSource.TRS_UI)
  wait("the end of the music", function()
    return session:transport_sample() >= (seconds - 1) * rate
  end, 120)
  local genres = values(session, "Genre")
  session:request_stop(false, false, ARDOUR.TransportRequestSource.TRS_UI)
  wait("the transport's stop", function() return session:transport_stopped() end, 30)
  settle(session)
  print_tags(session, genres)
end

local function roll_from(session, sample)
  session:request_locate(sample, false, ARDOUR.LocateTransportDisposition.MustRoll,
    ARDOUR.TransportRequestSource.TRS_UI)
end

-- Plays the first seconds again and again, until every track has a genre. What lies far behind the
-- music is silent, and makes the plugins begin anew.
local function loop(session, length)
  roll_from(session, 100 * rate)
  wait("a window without a genre", function()
    for _, genre in ipairs(values(session, "Genre")) do
      if genre >= 3 then
        return false
      end
    end
    return true
  end, 60)
  local turns = 0
  wait("a genre of a loop of " .. length .. " s", function()
    roll_from(session, 0)
    ARDOUR.LuaAPI.usleep(length * 1000000)
    turns = turns + 1
    local all = turns * length >= 6
    for _, genre in ipairs(values(session, "Genre")) do
      all = all and genre >= 3
    end
    return all
  end, 20)
  print_tags(session, values(session, "Genre"))
end

start_engine()
if step == "make" then
  make(arg[4] == "plugin")
else
  local session = load_session(folder .. "/" .. arg[3], arg[3])
  assert(session, "no session")
  if step == "play" then
    play(session)
    session:save_state("", false, false, false, false, false)
  elseif step == "loop" then
    loop(session, tonumber(arg[4]))
  elseif step == "tag" then
    -- As Ardour runs an editor's action, with the session and no screen.
    Session = session
    function ardour() end
    dofile(arg[4])
    factory({ comment = true, colour = true, csv = true })()
    for track in session:get_tracks():iter() do
      assert(track:nth_plugin(0):isnil(), "a plugin was left on " .. track:name())
      print("COMMENT " .. track:name() .. ": " .. track:comment())
    end
  elseif step == "export" then
    local export = session:simple_export()
    export:set_folder(folder)
    export:set_name("freewheeled")
    export:set_range(0, seconds * rate)
    assert(export:run_export(), "the export failed")
    print_tags(session, values(session, "Genre"))
    -- It must go before the session does.
    export = nil
    collectgarbage()
  else
    ARDOUR.LuaAPI.usleep(500000)
    print_tags(session, values(session, "Genre"))
  end
  close_session()
end
print("finished " .. step)
quit()
