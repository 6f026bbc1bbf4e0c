TITLE Node of Ranvier of a mammalian motor fibre

COMMENT
Written from the equations of C. C. McIntyre, A. G. Richardson, W. M. Grill, Modeling the excitability of
mammalian nerve fibers: influence of afterpotentials on the recovery cycle, J. Neurophysiol. 87:995-1006,
2002, doi 10.1152/jn.00353.2001; the offset of alpha m is 21.4 mV as in ModelDB entry 3810.
Fast and persistent sodium, slow potassium, leak; rates in 1/ms of the voltage in mV, each with its Q10.
ENDCOMMENT

NEURON {
    SUFFIX mrgnode
    NONSPECIFIC_CURRENT isodium, ipotassium, ileak
    RANGE fast, persistent, slow, leak
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    fast = 3.0 (S/cm2)
    persistent = 0.01 (S/cm2)
    slow = 0.08 (S/cm2)
    leak = 0.007 (S/cm2)
    esodium = 50 (mV)
    epotassium = -90 (mV)
    eleak = -90 (mV)
}

ASSIGNED {
    v (mV)
    celsius (degC)
    isodium (mA/cm2)
    ipotassium (mA/cm2)
    ileak (mA/cm2)
    gsodium (S/cm2)
    gpotassium (S/cm2)
    steady[4]
    tau[4] (ms)
}

STATE { m h p s }

BREAKPOINT {
    SOLVE gates METHOD cnexp
    gsodium = fast*m*m*m*h + persistent*p*p*p
    gpotassium = slow*s
    isodium = gsodium*(v - esodium)
    ipotassium = gpotassium*(v - epotassium)
    ileak = leak*(v - eleak)
}

INITIAL {
    rates(v)
    m = steady[0]
    h = steady[1]
    p = steady[2]
    s = steady[3]
}

DERIVATIVE gates {
    rates(v)
    m' = (steady[0] - m)/tau[0]
    h' = (steady[1] - h)/tau[1]
    p' = (steady[2] - p)/tau[2]
    s' = (steady[3] - s)/tau[3]
}

PROCEDURE rates(v (mV)) {
    relax(0, linoid(1.86, v + 21.4, 10.3), linoid(0.086, -v - 25.7, 9.16), 2.2^((celsius - 20)/10))
    relax(1, linoid(0.062, -v - 114, 11), 2.3/(1 + exp(-(v + 31.8)/13.4)), 2.9^((celsius - 20)/10))
    relax(2, linoid(0.01, v + 27, 10.2), linoid(0.00025, -v - 34, 10), 2.2^((celsius - 20)/10))
    relax(3, 0.3/(1 + exp(-(v + 53)/5)), 0.03/(1 + exp(-(v + 90))), 3.0^((celsius - 36)/10))
}

PROCEDURE relax(gate, alpha, beta, q10) {
    steady[gate] = alpha/(alpha + beta)
    tau[gate] = 1/(q10*(alpha + beta))
}

FUNCTION linoid(rate, x, width) {
    if (fabs(x/width) < 1e-6) {
        linoid = rate*width*(1 + x/width/2)
    } else {
        linoid = rate*x/(1 - exp(-x/width))
    }
}
