package org.waymark.indexer;

import java.util.List;

/**
 * What a search found and what it cost.
 *
 * @param matches nearest first; places at equal distance in the map's order
 * @param visited how many descriptors were compared
 */
public record SearchResult(List<Match> matches, long visited) {}
