/**
 * The {@code waymark} commands: each reads its arguments, calls the module that does the work, and
 * prints.
 */
@NullMarked
package org.waymark.cli;

import org.jspecify.annotations.NullMarked;
