/** A domain and a problem with every kind of part, to be changed at one place by a test. */
export const domain = `(define (domain Delivery) ; a comment
  (:requirements :typing :action-costs :conditional-effects)
  (:types truck place - thing crate)
  (:constants depot - place)
  (:predicates (at ?t - truck ?p - place) (road ?from ?to - place)
    (in ?c - crate ?t - truck) (lost ?c - crate))
  (:functions (length ?from ?to - place) - number (fuel ?t - truck) (total-cost) - number)
  (:action drive
    :parameters (?t - truck ?from ?to - place)
    :precondition (and (at ?t ?from) (road ?from ?to) (not (= ?from ?to)) (>= (fuel ?t) 1))
    :effect (and (not (at ?t ?from)) (at ?t ?to) (decrease (fuel ?t) 1)
      (forall (?c - crate) (when (not (in ?c ?t)) (lost ?c)))
      (increase (total-cost) (length ?from ?to))))
  (:action fill
    :parameters (?t - truck)
    :precondition (at ?t depot)
    :effect (assign (fuel ?t) 5)))
`

export const problem = `(define (problem one-way)
  (:domain delivery)
  (:objects t1 - truck market - place c1 - crate)
  (:init (at t1 depot) (road depot market) (road market depot)
    (= (length depot market) 4.5) (= (length market depot) 4) (= (fuel t1) 1) (= (total-cost) 0))
  (:goal (and (at t1 market) (or (lost c1) (imply (in c1 t1) (exists (?p - place) (at t1 ?p))))))
  (:metric minimize (total-cost)))
`
