#!/bin/sh
# Makes pictures of the documents of the corpus to look at: a sheet of the first pages of each, in
# two styles, in the folder $2. $1 is the program. Needs montage (ImageMagick).
set -eu
program=$1
folder=$2
fixtures=$(dirname "$0")/fixtures
mkdir -p "$folder"
GONGBAO_DATA=$folder/data
export GONGBAO_DATA
for style in baotou single sixteen; do
  for text in "$fixtures"/corpus/*.txt "$fixtures"/pages/*.txt; do
    name=$(basename "$text" .txt)-$style
    "$program" import "$text" -o "$folder/$name.gongbao" --style "$style" --overwrite 2>/dev/null
    "$program" export "$folder/$name.gongbao" -o "$folder/$name.png" --dpi 50 2>/dev/null
    # Cover, its back and the contents say nothing of the document.
    pages=$(ls "$folder/$name"-*.png | sed -n '5,10p')
    montage $pages -tile 3x -geometry +4+4 -background gray "$folder/sheet-$name.png"
    rm -f "$folder/$name"-*.png "$folder/$name.gongbao"
  done
done
