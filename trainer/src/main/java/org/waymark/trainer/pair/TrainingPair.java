package org.waymark.trainer.pair;

/**
 * Two pictures and how alike they are.
 *
 * @param site index of their site
 * @param query index of the left picture among the site's queries
 * @param place index of the right picture among the site's places
 * @param psi their similarity, 0 to 1, as the labels have it
 * @param position in the endless stream of draws: what is random about the pair's pictures depends
 *     on it
 */
public record TrainingPair(int site, int query, int place, float psi, long position) {}
