/** Identity assertion authorization grants (ID-JAG): their profile of a JWT, their rules and their claims. */
package dev.countersign.core.idjag;
