/** What every module shares: the error that a user can mend. */
@NullMarked
package org.waymark.core;

import org.jspecify.annotations.NullMarked;
