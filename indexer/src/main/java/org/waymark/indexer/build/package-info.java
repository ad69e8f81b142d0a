/** What happens to frames before they are places: described, chosen, freed from copies. */
@NullMarked
package org.waymark.indexer.build;

import org.jspecify.annotations.NullMarked;
