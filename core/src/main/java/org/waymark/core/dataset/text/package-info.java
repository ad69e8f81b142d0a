/** Text files of lines: words, CSV, poses in words, times in words; every error has its line. */
@NullMarked
package org.waymark.core.dataset.text;

import org.jspecify.annotations.NullMarked;
