-- SPDX-FileCopyrightText: 2026 The Genus authors
-- SPDX-License-Identifier: ISC

ardour {
  ["type"] = "EditorAction",
  name = "Genus: tag the session",
  license = "ISC",
  author = "The Genus authors",
  description = [[
Says what genre each audio track is: into the tracks' comments, their colours, and a table
(export/genus.csv). Tracks with Genus on them are read as they are. On the others Genus is put for
as long as the session is heard once, faster than it plays, and taken away again.]]
}

function factory(given) return function()
  local FIRST_LABEL, UNSURE = 3, 2 -- Values of the port "Track genre".
  local COLOURS = { -- As in the plugin's own pictures.
    0x5478E4FF, 0xFFE142FF, 0xC49A05FF, 0xFC748BFF, 0xAB90FFFF, 0xFCAD7BFF,
    0xD05330FF, 0x07F8FFFF, 0xA0FFABFF, 0xAA61A5FF, 0x86C5FBFF, 0x03B6B8FF,
  }

  -- What to do: asked where there is a screen, else given.
  local wanted = given or { comment = true, colour = false, csv = true }
  if LuaDialog then
    wanted = LuaDialog.Dialog("Genus: tag the session", {
      { type = "checkbox", key = "comment", default = true, title = "Write genres into comments" },
      { type = "checkbox", key = "colour", default = false, title = "Colour tracks by genre" },
      { type = "checkbox", key = "csv", default = true, title = "Write export/genus.csv" },
    }):run()
    if not wanted then
      return
    end
  end

  -- The Genus that is on a track; nil: none is.
  local function find_genus(track)
    local i = 0
    while not track:nth_plugin(i):isnil() do
      local insert = track:nth_plugin(i):to_insert()
      if insert:plugin(0):unique_id():find("^urn:genus:") then
        return insert
      end
      i = i + 1
    end
  end

  local function put_genus(track)
    local channels = track:n_inputs():n_audio()
    local uri = channels == 1 and "urn:genus:mono" or channels == 2 and "urn:genus:stereo"
    if not uri then
      return
    end
    local genus = ARDOUR.LuaAPI.new_plugin(Session, uri, ARDOUR.PluginType.LV2, "")
    assert(not genus:isnil(), "Ardour does not find " .. uri .. "; is it scanned?")
    if track:add_processor_by_index(genus, 0, nil, true) == 0 then
      return genus
    end
  end

  -- Where ports lie among the control ports, by name, and the genres in their order: those that
  -- follow the level.
  local function ports_of(plugin)
    local places, genres, control = {}, {}, 0
    for port = 0, plugin:parameter_count() - 1 do
      if plugin:parameter_is_control(port) then
        local name = plugin:parameter_label(port)
        if places["Level"] then
          genres[#genres + 1] = name
        else
          places[name] = control
        end
        control = control + 1
      end
    end
    return places, genres
  end

  local function read_tag(insert)
    local places, genres = ports_of(insert:plugin(0))
    local function value(port)
      return ARDOUR.LuaAPI.get_plugin_insert_param(insert, places[port], true)
    end
    local index = math.floor(value("Track genre") + 0.5) - FIRST_LABEL + 1
    local name = genres[index] or (index == UNSURE - FIRST_LABEL + 1 and "unsure") or "nothing heard"
    return { genre = name, index = genres[index] and index, percent = value("Track confidence") }
  end

  -- Hears the whole session once. What is exported is thrown away.
  local function hear()
    local export = Session:simple_export()
    local folder = ARDOUR.LuaAPI.build_filename(Session:path(), "export")
    export:set_folder(folder)
    export:set_name("genus-hears")
    export:set_range(Session:current_start_sample(), Session:current_end_sample())
    local done = export:run_export()
    export = nil
    collectgarbage() -- It must go before the session does.
    for _, ending in ipairs({ "wav", "flac", "ogg" }) do
      os.remove(ARDOUR.LuaAPI.build_filename(folder, "genus-hears." .. ending))
    end
    return done
  end

  local tracks, put = {}, {}
  for track in Session:get_tracks():iter() do
    if not track:to_track():to_audio_track():isnil() then
      if not find_genus(track) then
        local genus = put_genus(track)
        if genus then
          put[#put + 1] = { track = track, genus = genus }
        end
      end
      tracks[#tracks + 1] = track
    end
  end
  local heard = #put == 0 or hear()

  local lines = { "track,genre,percent" }
  for _, track in ipairs(tracks) do
    local insert = find_genus(track)
    if heard and insert then
      local tag = read_tag(insert)
      lines[#lines + 1] = string.format('"%s","%s",%.0f', track:name():gsub('"', '""'),
        tag.genre:gsub('"', '""'), tag.percent)
      if wanted.comment then
        -- In place of what was written the last time, beside what people wrote.
        local comment = track:comment():gsub("%s*Genus: [^\n]*", "")
        local line = tag.index and string.format("Genus: %s, %.0f %%", tag.genre, tag.percent)
          or "Genus: " .. tag.genre
        track:set_comment(comment == "" and line or comment .. "\n" .. line, nil)
      end
      if wanted.colour and tag.index then
        track:presentation_info_ptr():set_color(COLOURS[(tag.index - 1) % #COLOURS + 1])
      end
    end
  end
  for _, one in ipairs(put) do
    one.track:remove_processor(one.genus, nil, true)
  end
  assert(heard, "Ardour could not export the session, so nothing was heard")
  if wanted.csv then
    local path = ARDOUR.LuaAPI.build_filename(Session:path(), "export", "genus.csv")
    local file = assert(io.open(path, "w"))
    file:write(table.concat(lines, "\n"), "\n")
    file:close()
  end
end end
