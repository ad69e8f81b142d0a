package org.waymark.core.dataset.summary;

import java.util.List;
import java.util.SequencedMap;
import org.waymark.core.dataset.Problems;

/**
 * What a data set holds.
 *
 * @param framesBySequence in the order of the sequences' first frames
 * @param framesByTag for each tag but those of a single value the frames by its values
 * @param poses how many frames have a 6-DoF pose
 * @param positions how many have a position on the ground
 * @param depth how many have a depth map
 * @param pictures size and encoding of the first picture, for people
 * @param stamped how many have a recorded time
 * @param seconds sum over the sequences of last time less first
 * @param pathLengthMetres along the positions, within sequences, in the order of the frames
 * @param areas what is compared with itself alone: a city each, or one for all
 * @param missing pictures that are not on disk
 * @param problems what is malformed or cannot be read
 */
public record DatasetSummary(
    String spec,
    long frames,
    SequencedMap<String, Long> framesBySequence,
    SequencedMap<String, SequencedMap<String, Long>> framesByTag,
    long poses,
    long positions,
    long depth,
    String pictures,
    long stamped,
    double seconds,
    double pathLengthMetres,
    List<Area> areas,
    Problems missing,
    Problems problems) {

  /**
   * Frames that lie in one system of coordinates.
   *
   * @param name of the city; empty where there is one area
   */
  public record Area(String name, Track track) {}
}
