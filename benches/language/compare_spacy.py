"""How fast is the language core beside spaCy? Both read the same paragraphs in one run.

    python3 benches/language/compare_spacy.py MODEL_FOLDER [--texts FILE.jsonl] [--rounds 3] [--venv FOLDER]

MODEL_FOLDER is the unpacked en_core_web_sm 3.8.0 (it holds config.cfg). FILE.jsonl has one article a line under "text";
without it the composed texts of the golden test are read. Where spaCy cannot be imported, a scratch environment is made
in --venv and the script starts itself again there. Rounds alternate, the best of each counts; seconds are CPU seconds for one
thread (other work on the machine does not count) and wall-clock seconds for two. spaCy runs its full
pipeline (`nlp.pipe`), numpy with one thread. Words are tokens that are not white space. Prints a table and the ratio.
"""
import argparse
import gzip
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "crates/language/tests/golden/texts.txt.gz"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model")
    parser.add_argument("--texts")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--venv", default=os.path.join(tempfile.gettempdir(), "compare-spacy"))
    return parser.parse_args()


def need_spacy(venv):
    """Import spaCy, in a scratch environment where this one has none."""
    try:
        import spacy
        return spacy
    except ImportError:
        python = os.path.join(venv, "bin", "python")
        if not os.path.exists(python):
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
            subprocess.run([python, "-m", "pip", "install", "-q", "spacy==3.8.*"], check=True)
        os.execv(python, [python, *sys.argv])


def paragraphs(path):
    if path is None:
        return [p for p in gzip.open(GOLDEN, "rt", encoding="utf-8").read().split("\0") if p]
    articles = (json.loads(line)["text"] for line in open(path, encoding="utf-8"))
    return [line.strip() for text in articles for line in text.replace("\0", " ").split("\n") if line.strip()]


def binary():
    """Build the example and return its path."""
    command = ["cargo", "build", "--release", "-q", "-p", "onrecord-language", "--example", "read_speed", "--message-format=json"]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    built = [json.loads(line).get("executable") for line in lines]
    return [path for path in built if path][-1]


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_core(program, file, rounds, threads):
    before = children()
    line = subprocess.run([program, file, str(rounds), str(threads)], check=True, capture_output=True, text=True).stdout
    return json.loads(line), (children() - before) / rounds


def main():
    options = arguments()
    nlp = need_spacy(options.venv).load(options.model)
    texts = paragraphs(options.texts)
    program = os.environ.get("READ_SPEED") or binary()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".nul") as file:
        file.write("".join(text + "\0" for text in texts))
        file.flush()
        spacy_cpu, core_cpu, one, two = [], [], [], []
        for _ in range(options.rounds):
            start = time.process_time()
            words = sum(1 for doc in nlp.pipe(texts) for token in doc if not token.is_space)
            spacy_cpu.append(time.process_time() - start)
            result, cpu = read_core(program, file.name, 3, 1)
            core_cpu.append(cpu)
            one += result["seconds"]
            two += read_core(program, file.name, 3, 2)[0]["seconds"]
    print(f"{len(texts)} paragraphs, {words} words (core: {result['words']}), load {result['load_ms']} ms")
    print(f"spaCy, one thread      {words / min(spacy_cpu):10.0f} words/s of CPU")
    print(f"core, one thread       {words / min(core_cpu):10.0f} words/s of CPU")
    print(f"core, one thread       {words / min(one):10.0f} words/s")
    print(f"core, two threads      {words / min(two):10.0f} words/s")
    print(f"ratio core / spaCy     {min(spacy_cpu) / min(core_cpu):10.1f}")


main()
