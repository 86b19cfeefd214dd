using Trainer.Augment.Images;

namespace Trainer.Augment.Kernels;

/// <summary>What a warp has to do: everything but the pixels.</summary>
/// <param name="Shape">The shape of the source and of the result.</param>
/// <param name="Map">From a pixel of the result, before the flips, to a place in the source.</param>
/// <param name="FlipHorizontal">Whether the result is mirrored left to right.</param>
/// <param name="FlipVertical">Whether the result is mirrored top to bottom.</param>
/// <param name="FillMode">What lies outside the source.</param>
/// <param name="Order">0 for the nearest pixel, 1 for bilinear.</param>
/// <param name="Cval">The value outside with <see cref="FillMode.Constant"/>.</param>
internal readonly record struct Warp(
    ImageShape Shape,
    AffineMap Map,
    bool FlipHorizontal,
    bool FlipVertical,
    FillMode FillMode,
    int Order,
    float Cval);
