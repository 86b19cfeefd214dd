using Trainer.Augment.Images;
using Trainer.Augment.Kernels;

namespace Trainer.Augment.Transforms;

/// <summary>Makes the map of a transform.</summary>
internal static class AffineComposition
{
    /// <summary>
    /// Composes the map of Keras' <c>apply_affine_transform</c>: P·C·(R·S·H·Z)·C⁻¹·P.
    /// </summary>
    /// <remarks>
    /// R rotates by <see cref="ImageTransform.Theta"/>, S shifts by (<see cref="ImageTransform.Tx"/>,
    /// <see cref="ImageTransform.Ty"/>), H shears, Z zooms; C moves the origin to (height/2 − ½, width/2 − ½) and P
    /// swaps the two axes. Because P comes after C, the centre of an image that is not square is transposed and Tx
    /// moves along columns: accidents of the reference that are kept, since results must equal Keras'.
    /// </remarks>
    public static AffineMap Compose(in ImageTransform transform, ImageShape shape)
    {
        (double sine, double cosine) = Math.SinCos(double.DegreesToRadians(transform.Theta));
        (double shearSine, double shearCosine) = Math.SinCos(double.DegreesToRadians(transform.Shear));

        double m00 = cosine * transform.Zx;
        double m01 = ((cosine * -shearSine) + (-sine * shearCosine)) * transform.Zy;
        double m10 = sine * transform.Zx;
        double m11 = ((sine * -shearSine) + (cosine * shearCosine)) * transform.Zy;
        double shift0 = (cosine * transform.Tx) - (sine * transform.Ty);
        double shift1 = (sine * transform.Tx) + (cosine * transform.Ty);

        double centre0 = (shape.Height / 2.0) - 0.5;
        double centre1 = (shape.Width / 2.0) - 0.5;

        // In the order of NumPy's matrix product: rounding decides where a coordinate lands exactly on a boundary.
        double offset0 = (m00 * -centre0) + (m01 * -centre1) + (shift0 + centre0);
        double offset1 = (m10 * -centre0) + (m11 * -centre1) + (shift1 + centre1);

        return new AffineMap(
            RowY: m11,
            RowX: m10,
            Row0: offset1,
            ColumnY: m01,
            ColumnX: m00,
            Column0: offset0);
    }
}
