#!/bin/sh
# The real window on an X server of its own: writes on page 5 of the sample, undoes, changes a title and
# a section's name, moves a document, writes the Mongolian name, turns the cover, saves, exports, closes,
# recovers what was typed before it is killed, and opens again. What the files hold
# afterwards must be what was typed.
#
#   sh tests/window.sh target/release/gongbao
#
# Needs Xvfb, openbox, xdotool, xclip, imagemagick and poppler-utils. SHOTS=FOLDER keeps pictures.
set -eu

program=$(realpath "${1:?usage: sh tests/window.sh PROGRAM}")
for tool in Xvfb openbox xdotool xclip import convert pdftotext; do
  command -v "$tool" >/dev/null || { echo "window.sh: $tool is absent" >&2; exit 2; }
done

desk=$(mktemp -d)
export GONGBAO_DATA="$desk/data"
jobs_started=""
cleanup() {
  status=$?
  for job in $jobs_started; do kill "$job" 2>/dev/null || true; done
  wait 2>/dev/null || true
  if [ "$status" -ne 0 ]; then
    echo "window.sh: failed while: ${doing:-starting}" >&2
    sed 's/^/  the program said: /' "$desk/said" >&2 2>/dev/null || true
  fi
  rm -rf "$desk"
  exit "$status"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

fail() { echo "window.sh: $*" >&2; exit 1; }

# A display that nobody uses.
display=""
for number in 91 92 93 94 95; do
  [ -e "/tmp/.X11-unix/X$number" ] && continue
  Xvfb ":$number" -screen 0 1680x1050x24 -nolisten tcp >"$desk/xvfb" 2>&1 &
  server=$!
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -e "/tmp/.X11-unix/X$number" ] && break
    sleep 0.2
  done
  if kill -0 "$server" 2>/dev/null && [ -e "/tmp/.X11-unix/X$number" ]; then
    display=":$number"
    jobs_started="$server"
    break
  fi
done
[ -n "$display" ] || fail "no display from :91 to :95 is free"
export DISPLAY="$display"
unset WAYLAND_DISPLAY
# Without a window manager no window gets the keyboard.
openbox >/dev/null 2>&1 &
jobs_started="$! $jobs_started"

# Waits up to $1 seconds until the rest succeeds.
within() {
  tries=$(($1 * 5))
  shift
  while ! "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.2
  done
}

# Starts the program with a file, and finds its window.
start() {
  launch "$1"
  # On a loaded machine the first window may miss the window manager.
  if ! within 20 found; then
    kill "$running" 2>/dev/null || true
    launch "$1"
    within 20 found || fail "no window"
  fi
  within 5 xdotool windowactivate --sync "$window" 2>/dev/null || true
  # The pages are there once the title tells the file.
  within 30 titled "一期" || fail "the file is not open"
  sleep 1
}
launch() {
  "$program" "$1" >"$desk/said" 2>&1 &
  running=$!
  jobs_started="$running $jobs_started"
}
found() {
  window=$(xdotool search --onlyvisible --pid "$running" 2>/dev/null | tail -1)
  [ -n "$window" ]
}
titled() { xdotool getwindowname "$window" 2>/dev/null | grep -q "$1"; }
saved() { titled '^一期'; }
unsaved() { titled '^●'; }
ended() { ! kill -0 "$running" 2>/dev/null; }
shot() {
  import -window "$window" "$desk/shot.png"
  [ -z "${SHOTS:-}" ] || cp "$desk/shot.png" "$SHOTS/$1.png"
}

key() { xdotool key --clearmodifiers --delay 40 "$@"; sleep 0.3; }
# Chinese goes through the clipboard: typed by xdotool it loses characters.
paste() {
  printf %s "$1" | xclip -selection clipboard -in >/dev/null 2>&1
  sleep 0.2
  key ctrl+v
}
click() {
  xdotool mousemove --window "$window" "$1" "$2"
  sleep 0.1
  xdotool click 1
  sleep 0.3
}
# Runs a command of the palette by its name.
command_named() {
  key ctrl+k
  paste "$1"
  key Return
  sleep 0.4
}

# The page in the window: shows page $1 from its upper edge, whole, and finds where it is. The room
# around the pages has a colour of its own.
CANVAS=E6E4DF
show_page() {
  command_named 适合整页
  # The pages take the wheel wherever the pointer is over them.
  xdotool mousemove --window "$window" "$middle_x" "$middle_y"
  xdotool click --repeat 200 --delay 2 4
  sleep 0.5
  measure
  [ -n "$notch" ] || calibrate
  wheel=$(awk -v n="$1" -v h="$height" -v s="$notch" \
    'BEGIN { printf "%d", (n - 1) * (h + 20) / s + 0.5 }')
  [ "$wheel" -eq 0 ] || xdotool click --repeat "$wheel" --delay 8 5
  sleep 0.7
  top=$(awk -v n="$1" -v h="$height" -v t="$first" -v w="$wheel" -v s="$notch" \
    'BEGIN { printf "%.1f", t + (n - 1) * (h + 20) - s * w }')
}
# Left edge and height of the first page, scrolled to the top.
measure() {
  shot measure
  row=$(line "$desk/shot.png" "9999x1+0+$middle_y" 1)
  left=${row% *}
  column=$(line "$desk/shot.png" "1x9999+$((left + 40))+0" 2)
  first=${column% *}
  height=${column#* }
}
# How far a notch of the wheel scrolls, which differs between X servers: the lower edge of the first
# page rises by two of them.
calibrate() {
  xdotool click --repeat 2 --delay 20 5
  sleep 0.7
  shot measure
  edge=$(convert "$desk/shot.png" -crop "1x9999+$((left + 40))+0" +repage -depth 8 txt:- |
    awk -F'[,:# (]+' -v canvas="$CANVAS" 'NR > 1 {
      if (substr($0, index($0, "#") + 1, 6) != canvas) paper++
      else { if (paper > 200) { print $2; exit } paper = 0 }
    }')
  notch=$(((first + height - edge) / 2))
  [ "$notch" -gt 0 ] || fail "the wheel does not scroll"
  xdotool click --repeat 20 --delay 2 4
  sleep 0.5
}
# Begin and length of the longest run of paper that follows the canvas in a row or column of a picture.
line() {
  convert "$1" -crop "$2" +repage -depth 8 txt:- | awk -F'[,:# (]+' -v axis="$3" -v canvas="$CANVAS" '
    NR > 1 {
      at = axis == 1 ? $1 : $2
      colour = substr($0, index($0, "#") + 1, 6)
      if (colour == canvas) { after = 1; if (run > best) { best = run; begin = from } run = 0; open = 0 }
      else if (after) { if (!open) { from = at; run = 0; open = 1 } run++ }
    }
    END { print begin, best }'
}
# The pages as they are printed, in now.pdf.
print_pages() {
  "$program" export "$file" -o "$desk/now.pdf" --profile press --force 测试 2>/dev/null || [ $? = 1 ]
}
# Clicks on page $1 behind the words $2 that it has, as the PDF says where they are.
click_behind() {
  print_pages
  box=$(pdftotext -f "$1" -l "$1" -bbox "$desk/now.pdf" - | grep -F ">$2<" | head -1)
  [ -n "$box" ] || fail "page $1 has no $2"
  show_page "$1"
  # The bleed of 3 mm is outside of the page.
  spot=$(echo "$box" | tr '"' ' ' | awk -v l="$left" -v t="$top" -v h="$height" '{
    bleed = 8.504; scale = h / 807.874
    for (i = 1; i <= NF; i++) {
      if ($i == "xMax=") x = $(i + 1); if ($i == "yMin=") a = $(i + 1); if ($i == "yMax=") b = $(i + 1)
    }
    printf "%d %d", l + (x - bleed - 1) * scale, t + ((a + b) / 2 - bleed) * scale
  }')
  [ -z "${DEBUG:-}" ] || { echo "left $left first $first height $height wheel $wheel top $top spot $spot" >&2; shot "spot-$1"; }
  click "${spot% *}" "${spot#* }"
}

# Text of the saved file.
text_of() {
  "$program" export "$file" -o "$desk/text.txt" "$@" >/dev/null 2>&1
  cat "$desk/text.txt"
}
holds() { text_of | tr -d '\n' | grep -qF "$1"; }
save() {
  key ctrl+s
  within 10 saved
}

# All that stands on page $1 of the saved file.
page() {
  print_pages
  pdftotext -raw -f "$1" -l "$1" "$desk/now.pdf" - | tr -d '\n'
}

# Clicks behind words and pastes; a click that went astray is taken back and tried again.
write_behind() {
  page=$1 words=$2 typed=$3 expected=$4
  for _ in 1 2 3; do
    click_behind "$page" "$words"
    key End
    paste "$typed"
    if save && holds "$expected"; then return; fi
    key ctrl+z
    save || true
  done
  fail "$expected is not in the saved file"
}

file="$desk/一期.gongbao"
"$program" sample "$file"
notch=""
middle_x=680
middle_y=450

doing="opening the sample"
start "$file"
shot opened

doing="writing in a paragraph of page 5"
write_behind 5 市政府研究决定： 经认真研究， 市政府研究决定：经认真研究，

doing="typing and undoing"
xdotool type --delay 60 "abc"
within 10 unsaved || fail "typing did not change anything"
key ctrl+z
within 10 saved || fail "undo did not come back to what is saved"
xdotool type --delay 60 "xy"
within 10 unsaved || fail "typing did not change anything"
save
holds "市政府研究决定：经认真研究，xy" || fail "what was typed is not in the file"
if holds abc; then fail "undo left something"; fi
shot written

doing="changing a title"
write_behind 5 关于免去李倩、武昊同志职务的通知 （改） 关于免去李倩、武昊同志职务的通知（改）
"$program" info "$file" | grep -qF "职务的通知（改）" || fail "info has the old title"
page 3 | grep -qF "职务的通知（改）" || fail "the contents have the old title"

doing="changing a section's name"
click_behind 3 市政府办公室文件
key End
paste （试）
save || fail "the section's name was not saved"
page 8 | grep -qF "市政府办公室文件（试）" || fail "the running head is old"

doing="moving a document"
click_behind 5 关于免去李倩、武昊同志职务的通知（改）
command_named 文件下移
save
"$program" info "$file" | awk '/任免李文霞/ { a = NR } /免去李倩/ { b = NR } END { exit !(a && a < b) }' ||
  fail "the document has not moved"
shot moved

doing="exporting"
pdf="$desk/校样.pdf"
for _ in 1 2 3; do
  key ctrl+e
  key ctrl+a
  paste "$pdf"
  shot export
  key Return
  within 20 test -s "$pdf" && break
  key Escape
done
[ -s "$pdf" ] || fail "there is no PDF"
pdftotext -raw "$pdf" - | tr -d '\n' | grep -qF "市政府研究决定：经认真研究，xy" || fail "the PDF has another text"

doing="writing the Mongolian name by its transliteration"
# Writes it as often as the first cover of the saved file does not show it.
cover_shows() {
  "$program" export "$file" -o "$desk/cover.txt" --pages 1 2>/dev/null
  grep -qF "$1" "$desk/cover.txt"
}
write_name() {
  for _ in 1 2 3; do
    command_named 写蒙古文刊名
    key ctrl+a
    xdotool type --delay 100 "$1"
    shot mongolian
    # Round the beginning, over both layouts and the sheet, to the last control, which writes it.
    key shift+Tab shift+Tab shift+Tab shift+Tab
    key Return
    if within 20 unsaved && save && cover_shows "$2"; then return; fi
    key Escape
  done
  fail "the cover has no Mongolian name"
}
write_name "bugutu hota" "ᠪᠤᠭᠤᠲᠤ"
if cover_shows "ᠣᠷᠳᠣᠨ"; then fail "the old Mongolian name is still there"; fi

doing="turning the name on the cover"
command_named 封面
shot cover
key Tab Tab Tab Tab Tab
key Return
within 20 unsaved || fail "the cover did not change"
shot cover-down
key Escape
save || fail "the cover was not saved"
print_pages
pdftotext -f 1 -l 1 "$desk/now.pdf" - | grep -qx 包 || fail "the name does not run downwards"

doing="closing with a change"
xdotool mousemove --window "$window" "$middle_x" "$middle_y"
click_behind 5 包头市人民政府
xdotool type --delay 60 "q"
within 10 unsaved || fail "typing did not change anything"
for close in ctrl+q alt+F4; do
  key "$close"
  sleep 1
  if ended; then fail "unsaved changes were lost by $close"; fi
  shot "question-$close"
  key Escape
done
if saved; then fail "closing has saved by itself"; fi
key ctrl+z
within 10 saved || fail "Escape did not lead back to the pages"
key ctrl+q
within 10 ended || fail "the window does not close"

doing="recovering what was typed before the program was killed"
start "$file"
click_behind 5 包头市人民政府
xdotool type --delay 60 "lost"
within 10 unsaved || fail "typing did not change anything"
within 20 test -s "$GONGBAO_DATA/recovery/1/issue.gongbao" || fail "nothing is kept"
kill -9 "$running"
within 10 ended || fail "the program lives on"
if holds lost; then fail "the file was saved by itself"; fi
launch "$file"
within 20 found || fail "no window"
within 5 xdotool windowactivate --sync "$window" 2>/dev/null || true
sleep 3
shot recovery
# 恢复 has the focus.
key Return
within 30 unsaved || fail "nothing is recovered"
save
holds lost || fail "what was typed is not recovered"
key ctrl+q
within 10 ended || fail "the window does not close"
[ ! -e "$GONGBAO_DATA/recovery/1" ] || fail "what is saved is still kept"

doing="opening again"
before=$(text_of)
start "$file"
shot again
saved || fail "a file just opened is not unsaved"
key ctrl+q
within 10 ended || fail "the window does not close"
[ "$(text_of)" = "$before" ] || fail "the file has changed"
echo "window.sh: what was typed was saved, exported and opened again"
