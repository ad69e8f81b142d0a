/** Telling a person how far long work has come, without knowing whether there is a terminal. */
@NullMarked
package org.waymark.core.progress;

import org.jspecify.annotations.NullMarked;
