/** Evaluation measures of visual place recognition and localization. */
@NullMarked
package org.waymark.core.metric;

import org.jspecify.annotations.NullMarked;
