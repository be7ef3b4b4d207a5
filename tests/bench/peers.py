#!/usr/bin/env python3
"""peers.py GONGBAO FOLDER RUNS: gongbao and Typst on S and L in FOLDER, alternately.

gongbao is measured as a whole process (`info` composes, `export` writes the press PDF), Typst without
the start of Python (`query` lays out, `compile` writes the PDF); memory is the peak of the process.
Medians are printed, and their ratios.
"""
import json, os, resource, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
FONTS = os.path.join(HERE, '..', '..', 'fonts')
TYPST = '''
import json, resource, sys, time
import typst
how, source, out, folder = sys.argv[1:5]
fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
wall, before = time.time(), cpu()
if how == 'compose':
    typst.Compiler(source, font_paths=fonts).query('<none>')
else:
    typst.compile(source, output=out, font_paths=fonts)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([time.time() - wall, cpu() - before, memory]))
'''


def run(command):
    """Wall and CPU seconds and peak megabytes of a process, and what it says."""
    start = time.time()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said = process.stdout.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f'{command}: {status}')
    return [time.time() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024], said


def pages(pdf):
    """The count of pages, where poppler can tell it."""
    try:
        said = subprocess.run(['pdfinfo', pdf], capture_output=True, text=True).stdout
        return next(line.split()[1] for line in said.splitlines() if line.startswith('Pages'))
    except (OSError, StopIteration):
        return '?'


def main():
    gongbao, folder, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    print(f'{"":14}{"wall s":>22}{"CPU s":>22}{"MB":>18}')
    for size in 'SL':
        issue, source = f'{folder}/{size}.gongbao', f'{folder}/{size}.typ'
        ours, theirs = f'{folder}/{size}.pdf', f'{folder}/{size}.typst.pdf'
        commands = {
            'compose': [gongbao, 'info', issue],
            'export': [gongbao, 'export', issue, '-o', ours, '--profile', 'press'],
        }
        for how, command in commands.items():
            own, peer = [], []
            for _ in range(runs):
                own.append(run(command)[0])
                typst = [sys.executable, '-c', TYPST, how, source, theirs, FONTS]
                peer.append(json.loads(run(typst)[1]))
            own, peer = ([statistics.median(kind) for kind in zip(*taken)] for taken in (own, peer))
            cells = [f'{a:.3f} / {b:.3f} = {a / b:.2f}' for a, b in list(zip(own, peer))[:2]]
            memory = f'{own[2]:.0f} / {peer[2]:.0f} = {own[2] / peer[2]:.2f}'
            print(f'{size} {how:12}{cells[0]:>22}{cells[1]:>22}{memory:>18}')
        print(f'{size} pages: gongbao {pages(ours)} (with covers and contents), Typst {pages(theirs)}')
    print('gongbao / Typst = ratio; load of the machine:', *os.getloadavg())


main()
