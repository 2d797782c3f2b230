#!/usr/bin/env python3
"""Learn the weights of the event reader (data/en/event-weights.csv) from sentences with marked events.

    cargo run -p xtask -- train events [--folds N] [--write]      makes SEEN and calls
    python eval/learn_events.py SEEN

Prints what five models that have not seen a sentence make of it (OUT OF FOLD), and what the written weights make of the sentences
of crates/statement/tests/made, which no model sees. There is no randomness: folds go by line. Three steps:

1. A linear ranker over all pairs of noun phrases; the best 12 stay. 2. One softmax over pair and type. Both: the probability of
every pair and type that fits the marked event is summed up (L-BFGS, L2). 3. A logistic sum for whether a choice is told, learned
from the choices of the five models: for the first of a sentence, and (own sentences alone, all of whose events are marked) for
further ones: what the tables find, and what a clause tells when it is read by itself (for these also the sentences under more/,
which nothing else is learned from). Steps 1 and 2 see whole sentences only. Our own sentences count half in steps 1 and 2: their types are spread evenly and their labels follow the manual
where the corpus does not.
"""
import argparse, json, re, sys, time
from collections import Counter, defaultdict
from pathlib import Path
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
NUM = {t: i for i, t in enumerate(TYPES)}
T, K, FOLDS = len(TYPES), 12, 5
DRAFTS = 3  # pairs of a clause by itself that are looked at: as in joint.rs
UNSEEN, LEAST = -8.0, 1e-4  # score of a pair that the ranker dropped, least share of the mass: as in assure.rs

def find_all(text, part):
    out, at = [], text.find(part) if part else -1
    while at >= 0:
        out.append((at, at + len(part))); at = text.find(part, at + 1)
    return out

def gold_plover(folder):
    for line in open(folder / "gold.jsonl"):
        g = json.loads(line)
        yield [({NUM[t] for t in e["event_type"]} | ({NUM["CONCEDE"], NUM["RETREAT"]} if {"YIELD"} & set(e["event_type"]) else set()),
                [tuple(x) for x in e["source"]], [tuple(x) for x in e["target"]]) for e in g["events"]]

def gold_own(path):
    for line in open(path):
        d = json.loads(line)
        yield [({NUM[e["type"]]}, find_all(d["text"], e["source"]), find_all(d["text"], e["target"])) for e in d["events"]]

def gold_gsr(path):
    for line in open(path):
        d = json.loads(line)
        word = lambda x: x.get("actorText") if isinstance(x, dict) else x
        spans = lambda xs: [s for x in (xs if isinstance(xs, list) else [xs] if xs else []) for s in find_all(d["text"], word(x))]
        s, t = spans(d["source"]), spans(d["target"])
        yield [({NUM[d["event_type"]]}, s, t or s)] if s and d["event_type"] in NUM else []

class Sentence: pass

def load(folder):
    raw = np.fromfile(folder / "seen.bin", dtype="<u4")
    names = (folder / "names.txt").read_text().split("\n")
    at, out = 0, []
    def take():
        nonlocal at
        n = int(raw[at]); at += 1 + n
        return raw[at - n:at]
    while at < len(raw):
        s = Sentence()
        s.file, s.line, clause, n = (int(x) for x in raw[at:at + 4]); at += 4
        s.relation, s.clauses = names[clause - 1] if clause else None, []
        s.head, s.span, s.whole, s.role = [], [], [], []
        for _ in range(n):
            s.head.append((int(raw[at]), int(raw[at + 1]))); s.span.append((int(raw[at + 2]), int(raw[at + 3])))
            s.whole.append(int(raw[at + 4])); at += 5
            s.role.append((take(), take()))
        s.pairs, s.F, s.G = [], [], []
        for i in range(n):
            for j in range(n):
                if i != j:
                    s.pairs.append((i, j)); own = take(); s.F.append(np.concatenate([own, s.role[i][0], s.role[j][1]])); s.G.append(take())
        s.nothing = take()
        if len(set(s.whole)) < 2: s.pairs, s.F, s.G = [], [], []
        (out[-1].clauses if clause else out).append(s)
    return out, names

def names_ok(span, golds):
    s, e = span
    return any(s < f and t < e and e - s <= 3 * (f - t) + 40 for t, f in golds)

def inside(head, golds):
    return any(t <= head[0] and head[1] <= f for t, f in golds)

def mark(s, events):
    """For each event the numbers of the pairs that fit it."""
    s.fits, s.fit_of = [], []
    for number, (kinds, source, target) in enumerate(events):
        fit = [p for p, (i, j) in enumerate(s.pairs) if inside(s.head[i], source) and inside(s.head[j], target)]
        if not fit:
            fit = [p for p, (i, j) in enumerate(s.pairs) if names_ok(s.span[i], source) and names_ok(s.span[j], target)]
        if fit:
            s.fits.append((kinds, fit)); s.fit_of.append(number)
    s.events = events

def matrix(rows, index, width, binary):
    ip, ix = [0], []
    for r in rows:
        c = index[r]; c = c[c >= 0]
        ix.append(np.unique(c) if binary else c); ip.append(ip[-1] + len(ix[-1]))
    ix = np.concatenate(ix) if ix else np.zeros(0, int)
    m = csr_matrix((np.ones(len(ix), np.float32), ix, ip), shape=(len(rows), width)); m.sum_duplicates()
    return m

def frequent(rows_by_sentence, count, least):
    freq = np.zeros(count, int)
    for rows in rows_by_sentence:
        freq[np.unique(np.concatenate(rows))] += 1 if len(rows) else 0
    index = np.full(count, -1); keep = np.flatnonzero(freq >= least); index[keep] = np.arange(len(keep))
    return index, len(keep)

def segments(lengths):
    return np.concatenate([[0], np.cumsum(lengths)])[:-1]

def lse(x, starts, lengths):
    m = np.maximum.reduceat(x, starts); e = np.exp(x - np.repeat(m, lengths)); z = np.add.reduceat(e, starts)
    return e / np.repeat(z, lengths), m + np.log(z)

def full(index, w, count):
    out = np.zeros(count); out[index >= 0] = w[index[index >= 0]]; return out

def ends(s, p): return tuple(s.whole[x] for x in s.pairs[p])

def keep(s, wr):
    sc = np.array([wr[f].sum() if len(set(ends(s, p))) == 2 else -np.inf for p, f in enumerate(s.F)])
    s.kept = [p for p in np.argsort(-sc, kind="stable")[:K] if sc[p] > -np.inf]

def rank_train(use,count,l2=2.0,iters=50):
    index,width=frequent([s.F for s in use],count,4)
    F=matrix([f for s in use for f in s.F],index,width,False).astype(np.float32)
    lengths=np.array([len(s.pairs) for s in use]); starts=segments(lengths); wt=np.array([s.weight for s in use])
    good=np.zeros(F.shape[0])
    for s,st in zip(use,starts):
        for _,fit in s.fits: good[st+np.array(fit)]=1
    FT=F.T.tocsr()
    wr=np.repeat(wt,lengths)
    def loss(w):
        x=(F@w.astype(np.float32)).astype(float); p,z=lse(x,starts,lengths)
        q=p*good; g=np.add.reduceat(q,starts)+1e-30
        return -(wt*np.log(g)).sum()+l2/2*w@w, FT@(wr*(p-q/np.repeat(g,lengths))).astype(np.float32)+l2*w
    w=minimize(loss,np.zeros(width),jac=True,method="L-BFGS-B",options={"maxiter":iters}).x
    return full(index,w,count)
def joint_train(use,count,l2w,l2v,iters):
    inst=[]
    for s in use:
        r=sorted(set(s.kept)|{p for _,f in s.fits for p in f}); inst.append((s,r,[(p,t) for k,f in s.fits for p in f for t in k]))
    idxF,nF=frequent([[s.F[p] for p in s.kept] for s in use],count,6)
    idxG,nG=frequent([[s.G[p] for p in s.kept] for s in use],count,3)
    F=matrix([s.F[p] for s,r,_ in inst for p in r],idxF,nF,False).astype(np.float32)
    G=matrix([s.G[p] for s,r,_ in inst for p in r],idxG,nG,True)
    scale=np.array([1/np.sqrt(max(1,len(s.seen_G[p]))) for s,r,_ in inst for p in r],np.float32)
    G=G.multiply(scale[:,None]).tocsr().astype(np.float32)
    rows=np.array([len(r) for _,r,_ in inst]); lengths=rows*T; starts=segments(lengths); wt=np.array([s.weight for s,_,_ in inst])
    good=np.zeros(lengths.sum(),np.float32)
    for (s,r,ok),st in zip(inst,starts):
        pos={p:i for i,p in enumerate(r)}
        for p,t in ok: good[st+pos[p]*T+t]=1
    FT,GT=F.T.tocsr(),G.T.tocsr(); wrep=np.repeat(wt,lengths)
    def loss(x):
        w,V=x[:nF].astype(np.float32),x[nF:].reshape(nG,T).astype(np.float32)
        sc=((F@w)[:,None]+G@V).ravel().astype(float)
        p,z=lse(sc,starts,lengths); q=p*good; g=np.add.reduceat(q,starts)+1e-30
        d=(wrep*(p-q/np.repeat(g,lengths))).reshape(-1,T).astype(np.float32)
        grad=np.concatenate([FT@d.sum(1)+l2w*w,(GT@d+l2v*V).ravel()]).astype(float)
        return -(wt*np.log(g)).sum()+l2w/2*float(w@w)+l2v/2*float((V**2).sum()),grad
    x=minimize(loss,np.zeros(nF+nG*T),jac=True,method="L-BFGS-B",options={"maxiter":iters,"maxcor":8}).x
    w,V=x[:nF],x[nF:].reshape(nG,T)
    Vf=np.zeros((count,T),np.float32); on=idxG>=0; Vf[on]=V[idxG[on]]
    return full(idxF,w,count),Vf
def train(sents,count,l2w=3.,l2v=.2,iters=50):
    use=[s for s in sents if s.fits and s.pairs and s.weight>0]
    wr=rank_train(use,count)
    for s in use: keep(s,wr); s.seen_G=s.G
    for s in use:
        if s.kind in ("own","more"): s.G=[np.concatenate([g,g+count]) for g in s.G]
    w,V=joint_train(use,2*count,l2w,l2v,iters)
    for s in use: s.G=s.seen_G
    return wr,(w[:count],V[:count])
def scores(s,wr,m):
    keep(s,wr); w,V=m
    return np.array([w[s.F[p]].sum()+V[s.G[p]].sum(0)/np.sqrt(max(1,len(s.G[p]))) for p in s.kept])

# Step 3: is it told? The names mirror crates/statement/src/event/assure.rs.

def step(x): return int(np.floor(min(8, max(-8, x))))

def pooled(s, rows):
    """Exponentials of the scores in `rows`, summed over the pairs that stand for the same two, and their mass."""
    kept, a = s.scored[0], s.scored[1][rows]
    e = np.exp(a - a.max()); sums = defaultdict(lambda: np.zeros(T))
    for i, x in zip(rows, e): sums[ends(s, kept[i])] += x
    return sums, e.sum()

def best(s):
    """(pair, type, score, share of the mass) of the likeliest two; the pair is the likeliest that stands for them."""
    kept, a = s.scored; sums, mass = pooled(s, range(len(kept)))
    share, score, i, t = max((sums[ends(s, kept[i])][t], a[i][t], i, t) for i in range(len(kept)) for t in range(T))
    return kept[i], t, score, share / mass

def own_names(s, p, names):
    return [n for n in (names[f] for f in s.F[p]) if n[0] not in "st"]  # a phrase's features begin with its role

def top_lemma(s, p, names):
    return next(n.split("|")[-1] for n in own_names(s, p, names) if n.startswith("pl="))

def told_features(s, draft, chosen, names):
    p, t, score, share = draft; own = own_names(s, p, names)
    f = own + [names[x] for x in s.nothing]
    odds = np.log(share / (1 - share)) if share < 1 else 99
    f += [f"cp={step(odds)}", f"cz={step(score)}", f"ct={TYPES[t]}", f"ca={'true' if 'rk=' + TYPES[t] in own else 'false'}"]
    if chosen:
        (i, j), before = s.pairs[p], [s.pairs[c[0]] for c in chosen]
        bits = [[a == i for a, _ in before], [b == j for _, b in before], [b == i for _, b in before], [a == j for a, _ in before]]
        bits = "".join(str(int(any(b))) for b in bits)
        kind = int(any(c[1] == t for c in chosen)); word = top_lemma(s, p, names)
        over = int(any(top_lemma(s, c[0], names) == word for c in chosen))
        kept, a = s.scored; row = [x for q, x in zip(kept, a) if q == p]
        likeliest = "no" if not row else str(int(row[0].argmax() == t))
        f += [f"mb={likeliest}", f"mt={TYPES[chosen[0][1]]}>{TYPES[t]}"]
        f += [f"mr={bits}", f"mk={kind}", f"mg={over}", f"mm={bits}{kind}{over}", f"mn={len(chosen)}"]
    return f

def is_right(s, draft, chosen):
    used = set()
    for c in chosen:
        used.add(next((n for n, (k, f) in enumerate(s.fits) if n not in used and c[0] in f and c[1] in k), -1))
    return any(n not in used and draft[0] in f and draft[1] in k for n, (k, f) in enumerate(s.fits))

def left(s, chosen):
    gone = {ends(s, c[0]) for c in chosen}; gone |= {x[::-1] for x in gone}
    return [i for i, p in enumerate(s.scored[0]) if ends(s, p) not in gone]

def tells(s, names):
    """(features, whether the sentence tells an event, fold) of the best choice: the gate."""
    return told_features(s, best(s), [], names), bool(s.events), s.fold

def first(s, names):
    """(features, whether it is right, fold) of the best choice: its confidence."""
    draft = best(s)
    return told_features(s, draft, [], names), is_right(s, draft, []), s.fold

def ruled(s, chosen, names):
    """(pair, type, score, share) of what the tables find besides a choice."""
    kept, a = s.scored; at = {p: i for i, p in enumerate(kept)}; rows = left(s, chosen)
    gone = {ends(s, c[0]) for c in chosen}; gone |= {x[::-1] for x in gone}
    sums, mass = pooled(s, rows) if len(rows) else ({}, 1.0)
    for p in range(len(s.pairs)):
        if ends(s, p) in gone: continue
        for t in sorted({NUM[n[3:]] for n in own_names(s, p, names) if n.startswith("rk=")}):
            if p not in at: yield p, t, UNSEEN, LEAST
            else: yield p, t, a[at[p], t], min(1 - LEAST, max(LEAST, sums[ends(s, p)][t] / mass))

def further(s, names):
    """(features, whether it is right, fold) of what the tables find besides the best choice."""
    chosen = [best(s)]
    return [(told_features(s, d, chosen, names), is_right(s, d, chosen), s.fold) for d in ruled(s, chosen, names)]

def spot(s, p): return tuple(s.head[x] for x in s.pairs[p])

def fitted(s, draft, but=-1):
    """Number of the marked event that a draft fits, other than `but`; -1 for none."""
    fits = (n for n, (k, f) in zip(s.fit_of, s.fits) if n != but and draft[0] in f and draft[1] in k)
    return next(fits, -1)

def drafts(s):
    """The likeliest pairs, no two for the same two, each with its likeliest type as `best` has it."""
    kept, a = s.scored; sums, mass = pooled(s, range(len(kept))); out = {}
    for share, score, i, t in sorted(((sums[ends(s, kept[i])][t], a[i][t], i, t) for i in range(len(kept)) for t in range(T)), reverse=True):
        if ends(s, kept[i]) not in out and len(out) < DRAFTS: out[ends(s, kept[i])] = (kept[i], t, score, share / mass)
    return list(out.values())

def besides(s, names):
    """(features, whether it is right, fold, view, draft) of what the clauses may tell by themselves besides the best choice."""
    chosen = best(s); one = spot(s, chosen[0]); known = fitted(s, chosen)
    for c, rank, draft in ((c, rank, draft) for c in s.clauses if c.pairs for rank, draft in enumerate(drafts(c))):
        two = spot(c, draft[0]); same = int(chosen[1] == draft[1])
        if two in (one, one[::-1]) and same: continue
        inside = sum(h in c.head for h in one); bits = "".join(str(int(b)) for b in (two[0] == one[0], two[1] == one[1], one[0] == two[1], one[1] == two[0]))
        kinds = TYPES[chosen[1]], TYPES[draft[1]]; odds = np.log(chosen[3] / (1 - chosen[3])) if chosen[3] < 1 else 99
        f = told_features(c, draft, [], names) + [f"kd={c.relation}", f"ki={inside}|{c.relation}", f"kr={bits}|{inside}", f"km={bits}{same}|{inside}|{c.relation}",
            f"kt={kinds[0]}>{kinds[1]}", f"ky={c.relation}|{kinds[1]}", f"ks={step(odds)}", f"kj={rank}"]
        yield f, fitted(c, draft, known) >= 0, s.fold, c, draft

def told_train(rows, l2):
    freq = Counter(x for r, _, _ in rows for x in set(r)); vocab = {x: i for i, x in enumerate(sorted(x for x, c in freq.items() if c >= 4))}
    cols = [[vocab[x] for x in r if x in vocab] for r, _, _ in rows]
    X = csr_matrix((np.ones(sum(map(len, cols))), [c for r in cols for c in r], np.cumsum([0] + [len(c) for c in cols])), shape=(len(rows), len(vocab)))
    y = np.array([ok for _, ok, _ in rows], float); XT = X.T.tocsr()
    def loss(x):
        z = X @ x; return (np.logaddexp(0, z) - y * z).sum() + l2 / 2 * x @ x, XT @ (1 / (1 + np.exp(-z)) - y) + l2 * x
    x = minimize(loss, np.zeros(len(vocab)), jac=True, method="L-BFGS-B", options={"maxiter": 100}).x
    return dict(zip(vocab, x))

def sure(weights, features): return 1 / (1 + np.exp(-sum(weights.get(f, 0) for f in features)))

def decode(s, told, names, gate, bar, clause=2):
    """The best choice where the sentence tells anything, what clauses tell besides, and what else the tables find that is likely right."""
    if not s.pairs or sure(told["e"], tells(s, names)[0]) < gate: return []
    out = [best(s)]
    apart = sorted(((sure(told["k"], f), n, c, d) for n, (f, _, _, c, d) in enumerate(besides(s, names))), key=lambda x: (-x[0], x[1]))
    seen = set(); apart = [(c, d) for p, _, c, d in apart if p >= clause and not (id(c) in seen or seen.add(id(c)))]  # one a clause
    likely = [(sure(told["m"], told_features(s, d, out, names)), d) for d in ruled(s, out, names)]
    used = set()
    for p, d in sorted(likely, key=lambda x: -x[0]):
        if p >= bar and s.pairs[d[0]] not in used and len(out) < 4: out.append(d); used.add(s.pairs[d[0]])
    told = []
    for v, d in [(s, out[0])] + apart + [(s, d) for d in out[1:]]:
        if len(told) < 4 and all((spot(v, d[0]), d[1]) != (spot(w, c[0]), c[1]) for w, c in told): told.append((v, d))
    return told

def all_told(sents, more, names, l2, folds):
    """Weights of the gate (e), of the confidence (f), of further events (m; own sentences alone have all events marked) and of
    those that clauses tell by themselves (k; those composed later too, which no other weights are learned from)."""
    some = [s for s in sents if s.pairs]
    rows = {"e": [tells(s, names) for s in some], "f": [first(s, names) for s in some],
            "m": [r for s in some if s.kind in ("own", "more") for r in further(s, names)],
            "k": [r[:3] for s in some + more if s.kind in ("own", "more") for r in besides(s, names)]}
    print("clauses besides", len(rows["k"]), "right", sum(r[1] for r in rows["k"]))
    part = lambda k: {turn: told_train([r for r in of if r[2] != k], l2) for turn, of in rows.items()}
    return [part(k) for k in range(folds)], part(-1)

def score(sents, choices):
    docs = defaultdict(list)
    for s in sents: docs[s.file, s.line].append(s)
    n = defaultdict(float)
    for group in docs.values():
        events = group[0].events; pred = []
        for s in group:
            for v, (p, t, *_) in choices(s):
                i, j = v.pairs[p]; pred.append((v.span[i], v.span[j], t))
        ok = lambda e, p: names_ok(p[0], e[1]) and names_ok(p[1], e[2])
        n["gold"] += len(events); n["pred"] += len(pred)
        n["right"] += sum(any(ok(e, p) and p[2] in e[0] for e in events) for p in pred)
        for e in events:
            got = [p for p in pred if ok(e, p)]
            n["pair"] += bool(got); n["found"] += any(p[2] in e[0] for p in got)
            n["credit"] += any(p[2] in e[0] for p in got) / len({p[2] for p in got}) if got else 0
        n["docs"] += 1; n["alarms"] += bool(pred)
        if len(events) > 1:
            n["second"] += len(events) - 1
            n["second found"] += max(0, sum(any(ok(e, p) and p[2] in e[0] for p in pred) for e in events) - 1)
    P, R = n["right"] / max(1, n["pred"]), n["found"] / max(1, n["gold"])
    return {"strict": 200 * P * R / max(1e-9, P + R), "P": 100 * P, "R": 100 * R, "pairs": 100 * n["pair"] / max(1, n["gold"]), "type": 100 * n["credit"] / max(1, n["pair"]),
            "alarms": 100 * n["alarms"] / n["docs"], "second": 100 * n["second found"] / max(1, n["second"]), "per": n["pred"] / n["docs"]}

def show(label, r): print(label, {k: round(v, 2) for k, v in r.items()}, flush=True)

def write(path, names, ranker, model, told):
    w, V = model; lines = []
    h = lambda x: int(round(float(x) * 100))
    quote = lambda n: '"' + n.replace('"', '""') + '"' if any(c in n for c in ',"\n') else n
    for i, name in enumerate(names):
        if abs(h(ranker[i])) >= 5 or abs(h(w[i])) >= 5: lines.append(f"P,{quote(name)},{h(ranker[i])} {h(w[i])}")
        parts = [f"{chr(97 + t)}{h(V[i, t])}" for t in range(T) if abs(h(V[i, t])) >= 8]
        if parts: lines.append(f"T,{quote(name)},{' '.join(parts)}")
    lines += [f"N,{quote(turn + n)},{h(x)}" for turn, of in told.items() for n, x in of.items() if abs(h(x)) >= (6 if turn == "k" else 4)]  # k has most features: so the file stays under 1 MB
    head = [l for l in open("data/en/event-weights.csv") if l.startswith("#")]
    path.write_text("".join(head) + "group,feature,weights\n" + "\n".join(sorted(lines)) + "\n")
    print(path, len(lines), path.stat().st_size)

def read(folder, own, folds):
    """Sentences with marks, names of features, and the test sentences by file."""
    sents, names = load(folder); files = (folder / "files.txt").read_text().split()
    golds = []
    for f in map(Path, files):
        reader = gold_plover(f.parent) if "plover-sentences" in str(f) else gold_gsr(f) if "gsr" in str(f) else gold_own(f)
        golds.append(list(reader))
    for s in sents:
        name = files[s.file]
        for v in [s] + s.clauses:
            v.kind = "plover" if "plover-s" in name else "gsr" if "gsr" in name else "made" if "made/" in name else "more" if "more/" in name else "own"
            v.weight = own if v.kind in ("own", "more") else 1.0
            v.fold = s.line % folds
            mark(v, golds[s.file][s.line])
    return sents, names, files

def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("seen", type=Path, help="folder that event-features wrote"); ap.add_argument("--write", type=Path, help="file for the weights")
    ap.add_argument("--write-folds", type=Path, help="folder for the weights of each fold, to run the program with (--data)")
    ap.add_argument("--l2w", type=float, default=3.0); ap.add_argument("--l2v", type=float, default=.2); ap.add_argument("--l2n", type=float, default=2.0)
    ap.add_argument("--folds", type=int, default=FOLDS)
    ap.add_argument("--more", action="store_true", help="learn everything from the sentences under more/ too, not only what clauses tell")
    ap.add_argument("--free", action="store_true", help="learn from free sentences alone: our own and the PLOVER gold standard records")
    ap.add_argument("--iters", type=int, default=50); ap.add_argument("--own", type=float, default=.5, help="weight of our own sentences")
    a = ap.parse_args()
    sents, names, files = read(a.seen, a.own, a.folds); count = len(names)
    known = [s for s in sents if s.kind != "made" and (a.more or s.kind != "more")]; more = [] if a.more else [s for s in sents if s.kind == "more" and s.pairs]
    models = []
    fit = lambda some: train([s for s in some if not a.free or s.kind != "plover"], count, a.l2w, a.l2v, a.iters)
    def apply(some, model):
        for s in (v for s in some for v in [s] + s.clauses):
            if s.pairs: a_ = scores(s, *model); s.scored = (list(s.kept), a_)
    for k in range(a.folds):
        models.append(fit([s for s in known if s.fold != k])); apply([s for s in known + more if s.fold == k], models[-1])
    folds, told = all_told([s for s in known if not a.free or s.kind != "plover"], more, names, a.l2n, a.folds); whole = fit(known)
    apply([s for s in sents if s.kind == "made"], whole)
    single = lambda s: [(s, best(s))] if s.pairs else []
    corpus = [s for s in known if s.kind == "plover"]
    show("OUT OF FOLD, one event a sentence", score(corpus, single))
    for gate, bar, clause in ((.85, .4, 2), (.85, .4, .7), (.85, .4, .6), (.85, .4, .5), (.85, .4, .4), (.85, .4, .35), (.85, .4, .3)):
        show(f"OUT OF FOLD gate {gate} further {bar} clause {clause}", score(corpus, lambda s: decode(s, folds[s.fold], names, gate, bar, clause)))
        for n, f in enumerate(files):
            if "made/" in f: show("   " + Path(f).name, score([s for s in sents if s.file == n], lambda s: decode(s, told, names, gate, bar, clause)))
    for low in range(0, 10):
        some = [(p, ok) for p, ok in ((sure(folds[s.fold]["f"], f), ok) for s in corpus if s.pairs for f, ok, _ in [first(s, names)]) if low <= 10 * p < low + 1]
        if some: print(f"RELIABILITY {low / 10:.1f}: {len(some)}, mean {np.mean([p for p, _ in some]):.2f}, right {np.mean([ok for _, ok in some]):.2f}")
    if a.write: write(a.write, names, *whole, told)
    if a.write_folds:
        for k in range(a.folds): write(a.write_folds / f"{k}.csv", names, *models[k], folds[k])

if __name__ == "__main__":
    main()
