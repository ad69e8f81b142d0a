/**
 * Evaluation of retrieval and of localization: what was answered, against what is true, however
 * both came.
 */
@NullMarked
package org.waymark.indexer.evaluation;

import org.jspecify.annotations.NullMarked;
