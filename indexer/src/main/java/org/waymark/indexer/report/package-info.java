/** An evaluation as one page of HTML that needs nothing else: no script, no network. */
@NullMarked
package org.waymark.indexer.report;

import org.jspecify.annotations.NullMarked;
