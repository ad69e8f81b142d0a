/** The contract's Avro records on the wire: single-object encoding with schema evolution. */
@NullMarked
package org.waymark.core.record;

import org.jspecify.annotations.NullMarked;
