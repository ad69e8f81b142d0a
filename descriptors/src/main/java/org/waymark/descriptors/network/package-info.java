/**
 * Networks in torchvision's layout.
 *
 * <p>A {@link org.waymark.descriptors.network.Network} is a plan without numbers: a {@link
 * org.waymark.descriptors.network.Backbone}, which is a tree of {@link
 * org.waymark.descriptors.network.Layer}s, and a {@link org.waymark.descriptors.network.Pooling}.
 * With {@link org.waymark.descriptors.weights.Weights} it runs in two ways: {@link
 * org.waymark.descriptors.network.TrainableNetwork} learns, {@link
 * org.waymark.descriptors.network.FoldedNetwork} only describes, and is faster.
 */
@NullMarked
package org.waymark.descriptors.network;

import org.jspecify.annotations.NullMarked;
