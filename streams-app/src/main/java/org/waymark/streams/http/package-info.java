/** What a localizer shows over HTTP: metrics, health, and robots' last outcomes. */
@NullMarked
package org.waymark.streams.http;

import org.jspecify.annotations.NullMarked;
