/** Graded similarity labels: how much of the same scene two pictures see. */
@NullMarked
package org.waymark.core.label;

import org.jspecify.annotations.NullMarked;
