import { hidingFunctions } from './call-sites.ts'
import { serving } from './guest.ts'
import { inspecting } from './inspect.ts'
import { intrinsics } from './intrinsics.ts'
import { converting } from './to-json.ts'
import { words } from './words.ts'

/**
 * Source text of a function that every JavaScript backend runs in the guest before any script: it takes the one `HostCall` and gives the
 * `Guest`. It is made of the texts of functions that name nothing outside of themselves, so it needs nothing but JavaScript.
 */
export const prelude = `(function (call) {
'use strict'
;(${hidingFunctions.toString()})()
const pristine = (${intrinsics.toString()})()
const words = (${words.toString()})(pristine)
const toJson = (${converting.toString()})(pristine, words)
const inspecting = (${inspecting.toString()})(pristine, words)
return (${serving.toString()})(call, pristine, toJson, inspecting, words)
})`
