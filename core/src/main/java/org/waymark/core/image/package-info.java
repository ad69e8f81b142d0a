/** What a picture says about itself before anybody decodes it. */
@NullMarked
package org.waymark.core.image;

import org.jspecify.annotations.NullMarked;
