using MathNet.Numerics.LinearAlgebra;

namespace Trainer.Augment.Standardization;

/// <summary>
/// Gathers the second moments of a stream of images and makes the zero-phase whitening matrix of them.
/// </summary>
/// <remarks>
/// Bell and Sejnowski, "The 'independent components' of natural scenes are edge filters", 1997. Keras takes the
/// singular value decomposition of all images at once, X = U·S·Vᵀ; here U and S² come from that of X·Xᵀ, which can be
/// summed up image by image. As in Keras, with fewer images than values only that many components are kept.
/// </remarks>
internal sealed class ZcaFitter
{
    /// <summary>The longest image whose matrix (L × L doubles) is still reasonable: 512 MB.</summary>
    public const int LongestImage = 8192;

    private readonly int _length;
    private readonly double[] _sums;
    private readonly double[] _products;
    private int _count;

    /// <summary>Makes a fitter for images of <paramref name="length"/> values.</summary>
    public ZcaFitter(int length)
    {
        if (length > LongestImage)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length),
                length,
                $"ZcaWhitening needs a matrix of length² numbers, so images may have at most {LongestImage} values; "
                    + "whiten smaller images or turn it off.");
        }

        _length = length;
        _sums = new double[length];
        _products = new double[length * length];
    }

    /// <summary>Takes in one image.</summary>
    public void Add(ReadOnlySpan<float> image)
    {
        for (int i = 0; i < _length; i++)
        {
            double value = image[i];
            _sums[i] += value;
            Span<double> row = _products.AsSpan(i * _length, i + 1);
            for (int j = 0; j <= i; j++)
            {
                row[j] += value * image[j];
            }
        }

        _count++;
    }

    /// <summary>Makes the matrix U · √n/(S + ε) · Uᵀ of the images less the mean of their channels.</summary>
    public float[] Matrix(double[] mean, double epsilon)
    {
        Matrix<double> products = Matrix<double>.Build.Dense(_length, _length, (i, j) => Centred(i, j, mean));
        var decomposition = products.Svd();
        int kept = Math.Min(_count, _length);
        Matrix<double> directions = decomposition.U.SubMatrix(0, _length, 0, kept);
        Vector<double> gains = decomposition.S.SubVector(0, kept)
            .Map(square => Math.Sqrt(_count) / (Math.Sqrt(square) + epsilon));
        Matrix<double> scaled = directions.MapIndexed((_, column, value) => value * gains[column]);
        Matrix<double> whitening = scaled.TransposeAndMultiply(directions);
        return [.. whitening.ToRowMajorArray().Select(value => (float)value)];
    }

    /// <summary>Σ (xᵢ − mᵢ)(xⱼ − mⱼ) from the sums of xᵢ, xⱼ and xᵢxⱼ.</summary>
    private double Centred(int i, int j, double[] mean)
    {
        double meanI = mean[i % mean.Length];
        double meanJ = mean[j % mean.Length];
        double product = _products[(Math.Max(i, j) * _length) + Math.Min(i, j)];
        return product - (meanI * _sums[j]) - (meanJ * _sums[i]) + (_count * meanI * meanJ);
    }
}
