namespace Trainer.Augment.Codecs;

/// <summary>
/// For each place along the side of a resized image: which pixels of the source it is made of, and how much of each.
/// </summary>
/// <remarks>Whole numbers, as in Pillow, so that results are the same on every processor.</remarks>
internal readonly struct ResampleWeights
{
    /// <summary>A weight of 1 is 1 shifted by so many bits.</summary>
    public const int FractionBits = 22;

    // Keys' cubic with a slope of −½, as Pillow's, and Lanczos' with three lobes.
    private const double CubicSlope = -0.5;
    private const double Lobes = 3;

    private readonly (int First, int Count)[] _places;
    private readonly int[] _weights;
    private readonly int _stride;

    /// <summary>Computes the weights of one side.</summary>
    /// <param name="length">Pixels along the side of the source.</param>
    /// <param name="newLength">Pixels along the side of the result.</param>
    /// <param name="filter">Any but <see cref="ResizeFilter.Nearest"/>.</param>
    public ResampleWeights(int length, int newLength, ResizeFilter filter)
    {
        double scale = (double)length / newLength;
        double width = Math.Max(scale, 1);
        double radius = Radius(filter) * width;
        _stride = ((int)Math.Ceiling(radius) * 2) + 1;
        _places = new (int, int)[newLength];
        _weights = new int[newLength * _stride];
        Span<double> taps = stackalloc double[64];
        if (_stride > taps.Length)
        {
            taps = new double[_stride];
        }

        for (int place = 0; place < newLength; place++)
        {
            double centre = (place + 0.5) * scale;
            int first = Math.Max((int)(centre - radius + 0.5), 0);
            int count = Math.Min((int)(centre + radius + 0.5), length) - first;
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                taps[i] = Weight(filter, (first + i - centre + 0.5) * (1 / width));
                sum += taps[i];
            }

            _places[place] = (first, count);
            for (int i = 0; i < count; i++)
            {
                double share = taps[i] / sum * (1 << FractionBits);
                _weights[(place * _stride) + i] = (int)(share + (share < 0 ? -0.5 : 0.5));
            }
        }
    }

    /// <summary>The first pixel of the source that a place is made of.</summary>
    public int First(int place) => _places[place].First;

    /// <summary>The shares of that pixel and of those after it.</summary>
    public ReadOnlySpan<int> Of(int place) => _weights.AsSpan(place * _stride, _places[place].Count);

    private static double Radius(ResizeFilter filter) => filter switch
    {
        ResizeFilter.Area => 0.5,
        ResizeFilter.Bilinear => 1,
        ResizeFilter.Bicubic => 2,
        ResizeFilter.Lanczos => Lobes,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "Unknown filter."),
    };

    private static double Weight(ResizeFilter filter, double distance)
    {
        double x = Math.Abs(distance);
        return filter switch
        {
            ResizeFilter.Area => distance is > -0.5 and <= 0.5 ? 1 : 0,
            ResizeFilter.Bilinear => Math.Max(0, 1 - x),
            ResizeFilter.Bicubic when x < 1 => (((CubicSlope + 2) * x) - (CubicSlope + 3)) * x * x + 1,
            ResizeFilter.Bicubic when x < 2 => (((((x - 5) * x) + 8) * x) - 4) * CubicSlope,
            ResizeFilter.Lanczos when x < Lobes => Sinc(x) * Sinc(x / Lobes),
            _ => 0,
        };
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
