/** From pictures to place descriptors: a model bundle, opened, describes what a camera sees. */
@NullMarked
package org.waymark.descriptors;

import org.jspecify.annotations.NullMarked;
