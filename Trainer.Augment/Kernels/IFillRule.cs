using Trainer.Augment.Kernels.Lanes;

namespace Trainer.Augment.Kernels;

/// <summary>Maps coordinates along one axis into the image, as a <see cref="FillMode"/> says.</summary>
internal interface IFillRule
{
    /// <summary>Whether a coordinate outside takes no pixel at all.</summary>
    static abstract bool HasOutside { get; }

    /// <summary>
    /// Maps coordinates on an axis whose last pixel is <paramref name="last"/>. What is still outside is clamped by the
    /// caller.
    /// </summary>
    static abstract TVector Map<TLanes, TVector>(TVector coordinate, double last)
        where TLanes : struct, ILanes<TVector>;
}
