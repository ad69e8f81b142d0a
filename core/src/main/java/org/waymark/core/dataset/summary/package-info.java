/** What a data set holds and what is wrong with it, found in one pass. */
@NullMarked
package org.waymark.core.dataset.summary;

import org.jspecify.annotations.NullMarked;
