// Package draw turns values into lines of a terminal. Every renderer is a pure function of its arguments and gives
// exactly h lines of exactly w cells, whatever w, h and the content are; it does no I/O and keeps no state.
//
// A line is styled segment by segment and never through an outer style: the reset at the end of an inner style would end
// the outer one. Texts are measured once, when they are written; putting blocks together only checks their size.
package draw
