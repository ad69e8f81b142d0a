package org.waymark.streams.tracking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.waymark.core.geometry.Pose;
import org.waymark.core.metric.Percentiles;

/**
 * Fits a {@link RetrievalModel} to frames whose true poses are known, by maximum likelihood of
 * those poses: expectation maximization for the sizes of errors and the share of outliers, one
 * temperature after another.
 */
final class RetrievalFit {

  /**
   * Temperatures that are tried, as shares of the typical difference between the first and last
   * sighting.
   */
  private static final double[] TEMPERATURES = {
    0.02, 0.035, 0.05, 0.07, 0.1, 0.14, 0.2, 0.3, 0.5, 0.8
  };

  /** Share of frames that may show none of the map although none did on the drive. */
  private static final double UNSEEN = 0.02;

  /** Where the search for the temperature among neighbours begins, as such a share. */
  private static final double FIRST_DECISION = 0.2;

  /** By so much of a log-likelihood of independent frames a duller temperature may be worse. */
  private static final double DOUBT = 0.5;

  private static final int ITERATIONS = 25;

  /** Where the search for errors begins, in metres and radians. */
  private static final double FIRST_SIGMA = 0.3;

  /** Errors are never taken for smaller: neither poses nor pictures are that good. */
  private static final double LEAST_METRES = 0.1;

  private static final double LEAST_OUTLIERS = 0.005;

  private static final double LEAST_RADIANS = 0.05;

  /** Places further away than this show something else. */
  private static final double OTHER_PLACE_METRES = 3;

  private final PlaceTable map;
  private final int positionAxes;
  private final int rotationAxes;
  private final List<Example> examples = new ArrayList<>();
  private double independent;

  /**
   * @param planar whether frames are off along two axes and about one alone
   */
  RetrievalFit(PlaceTable map, boolean planar) {
    this.map = map;
    this.positionAxes = planar ? 2 : 3;
    this.rotationAxes = planar ? 1 : 3;
  }

  /** What one frame looked like, and its errors to each of its sightings. */
  private record Example(
      double[] distances,
      int[] groups,
      double[] squaredMetres,
      double[] squaredRadians,
      double newness,
      double nearestOther) {}

  /** Compares a frame with the places that are near neither in position nor in direction. */
  void addLeftOut(float[] descriptor, Pose truth, double gap) {
    add(
        descriptor,
        truth,
        1,
        map.nearest(
            descriptor,
            Observation.SIGHTINGS,
            place -> {
              Pose pose = map.poses().get(place);
              return pose.distanceTo(truth) + pose.angleTo(truth) > gap;
            }));
  }

  /**
   * @param newness 0 to 1: how much of the frame the one before has not shown
   */
  void add(float[] descriptor, Pose truth, double newness) {
    add(descriptor, truth, newness, map.nearest(descriptor, Observation.SIGHTINGS));
  }

  private void add(float[] descriptor, Pose truth, double newness, List<Sighting> sightings) {
    if (sightings.isEmpty()) {
      return;
    }
    independent += newness;
    examples.add(
        new Example(
            sightings.stream().mapToDouble(Sighting::distance).toArray(),
            SightingGroups.of(sightings),
            sightings.stream().mapToDouble(s -> square(s.pose().distanceTo(truth))).toArray(),
            sightings.stream().mapToDouble(s -> square(s.pose().angleTo(truth))).toArray(),
            newness,
            map
                .nearest(
                    descriptor,
                    1,
                    place -> map.poses().get(place).distanceTo(truth) > OTHER_PLACE_METRES)
                .stream()
                .mapToDouble(Sighting::distance)
                .findFirst()
                .orElse(Double.NaN)));
  }

  private static double square(double x) {
    return x * x;
  }

  int examples() {
    return examples.size();
  }

  /**
   * @throws IllegalStateException without examples
   */
  RetrievalModel fit() {
    if (examples.isEmpty()) {
      throw new IllegalStateException("nothing to fit to");
    }
    double range =
        Math.max(
            1e-6,
            new Percentiles(
                    examples.stream()
                        .mapToDouble(e -> e.distances[e.distances.length - 1] - e.distances[0])
                        .toArray())
                .median());
    double temperature =
        likeliest(share -> expectationMaximization(share * range, FIRST_DECISION * range))
            .temperature;
    Candidate best = likeliest(share -> expectationMaximization(temperature, share * range));
    // The dullest that is about as likely: doubt costs less than certainty.
    double enough = best.logLikelihood - DOUBT * examples.size() / independent;
    for (double share : TEMPERATURES) {
      Candidate duller = expectationMaximization(temperature, share * range);
      if (duller.logLikelihood >= enough) {
        best = duller;
      }
    }
    return model(best);
  }

  private static Candidate likeliest(DoubleFunction<Candidate> of) {
    return Arrays.stream(TEMPERATURES)
        .mapToObj(of)
        .max(Comparator.comparingDouble(Candidate::logLikelihood))
        .orElseThrow();
  }

  private record Candidate(
      double temperature,
      double decisionTemperature,
      double metres,
      double radians,
      Unknown unknown,
      double logLikelihood) {}

  /**
   * When a frame shows none of the map: with a probability that grows with the nearest distance.
   *
   * @param distance at which it is a half
   * @param width of the logistic function about it
   */
  private record Unknown(double distance, double width) {

    double of(double nearest) {
      return RetrievalModel.outlier(nearest, LEAST_OUTLIERS, distance, width);
    }
  }

  private Candidate expectationMaximization(double temperature, double decisionTemperature) {
    List<double[]> priors =
        examples.stream()
            .map(
                e ->
                    RetrievalModel.weights(e.distances, e.groups, temperature, decisionTemperature))
            .toList();
    double metres = FIRST_SIGMA;
    double radians = FIRST_SIGMA;
    Unknown unknown = firstUnknown();
    double[] outliers = new double[examples.size()];
    double logLikelihood = 0;
    double distinct = Coverage.distinctPlaces(map.poses(), metres, radians);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double norm = 1 / (Math.pow(metres, positionAxes) * Math.pow(radians, rotationAxes));
      double uniform = uniform(distinct);
      double sumMetres = 0;
      double sumRadians = 0;
      double near = 0;
      logLikelihood = 0;
      for (int example = 0; example < examples.size(); example++) {
        Example e = examples.get(example);
        double[] weights = priors.get(example);
        double outlier = unknown.of(e.distances[0]);
        double[] density = new double[e.distances.length];
        double total = 0;
        for (int i = 0; i < density.length; i++) {
          density[i] =
              weights[i]
                  * norm
                  * Math.exp(
                      -0.5
                          * (e.squaredMetres[i] / square(metres)
                              + e.squaredRadians[i] / square(radians)));
          total += density[i];
        }
        double evidence = (1 - outlier) * total + outlier * uniform;
        for (int i = 0; i < density.length; i++) {
          double share = (1 - outlier) * density[i] / evidence;
          near += share;
          sumMetres += share * e.squaredMetres[i];
          sumRadians += share * e.squaredRadians[i];
        }
        outliers[example] = outlier * uniform / evidence;
        logLikelihood += Math.log(evidence);
      }
      metres = Math.max(LEAST_METRES, Math.sqrt(sumMetres / (positionAxes * Math.max(near, 1e-9))));
      radians =
          Math.max(LEAST_RADIANS, Math.sqrt(sumRadians / (rotationAxes * Math.max(near, 1e-9))));
      unknown = unknown(outliers);
    }
    return new Candidate(temperature, decisionTemperature, metres, radians, unknown, logLikelihood);
  }

  /**
   * The even density that outliers have, the same for all candidates so that they can be compared.
   * Both it and the Gaussians leave out the powers of 2 pi.
   */
  private double uniform(double distinctPlaces) {
    double axes = positionAxes + rotationAxes;
    return Math.pow(2, -axes / 2) * Math.pow(FIRST_SIGMA, -axes) / distinctPlaces;
  }

  private RetrievalModel model(Candidate c) {
    return new RetrievalModel(
        c.temperature,
        c.decisionTemperature,
        c.metres,
        c.radians,
        LEAST_OUTLIERS,
        c.unknown.distance,
        c.unknown.width,
        Coverage.distinctPlaces(map.poses(), c.metres, c.radians),
        Coverage.distinctPlaces(
            map.poses(),
            Math.max(RetrievalModel.ANSWER, c.metres),
            Math.max(RetrievalModel.ANSWER, c.radians)));
  }

  /** Before it is known which frames show none of the map. */
  private Unknown firstUnknown() {
    return unknown(new double[examples.size()]);
  }

  /**
   * Fitted to the frames, and to what they would look like if their surroundings were not in the
   * map: that may be so another day, even if it never was on this drive.
   *
   * @param outliers of each example, how likely it shows none of the map
   */
  private Unknown unknown(double[] outliers) {
    List<double[]> samples = new ArrayList<>();
    for (int i = 0; i < outliers.length; i++) {
      Example e = examples.get(i);
      samples.add(new double[] {e.distances[0], outliers[i], 1});
      if (!Double.isNaN(e.nearestOther)) {
        samples.add(new double[] {e.nearestOther, 1, UNSEEN});
      }
    }
    double weights = samples.stream().mapToDouble(s -> s[2]).sum();
    double mean = samples.stream().mapToDouble(s -> s[2] * s[0]).sum() / weights;
    double scale =
        Math.max(
            1e-3,
            Math.sqrt(
                samples.stream().mapToDouble(s -> s[2] * square(s[0] - mean)).sum() / weights));
    LogisticFit fit = new LogisticFit(2, 0.1);
    samples.forEach(s -> fit.add((s[0] - mean) / scale, s[1], s[2]));
    LogisticFit.Curve curve = fit.fit();
    double slope = Math.max(0.5, curve.slope());
    return new Unknown(Math.max(1e-3, mean - curve.offset() * scale / slope), scale / slope);
  }

  /** As {@link #addLeftOut} for up to so many places of the map itself, evenly chosen. */
  void addPlaces(int most, double gap) {
    int step = (map.size() + most - 1) / most;
    IntStream.iterate(0, place -> place < map.size(), place -> place + step)
        .forEach(place -> addLeftOut(map.descriptor(place), map.poses().get(place), gap));
  }
}
