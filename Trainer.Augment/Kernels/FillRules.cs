using System.Runtime.CompilerServices;
using Trainer.Augment.Kernels.Lanes;

namespace Trainer.Augment.Kernels;

/// <summary>The fill modes, in the same arithmetic as <see cref="AxisTap"/>.</summary>
internal static class FillRules
{
    /// <summary><see cref="FillMode.Nearest"/>: clamping is all.</summary>
    public readonly struct Nearest : IFillRule
    {
        public static bool HasOutside => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Map<TLanes, TVector>(TVector coordinate, double last)
            where TLanes : struct, ILanes<TVector> => coordinate;
    }

    /// <summary><see cref="FillMode.Constant"/>: the caller marks what is outside.</summary>
    public readonly struct Constant : IFillRule
    {
        public static bool HasOutside => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Map<TLanes, TVector>(TVector coordinate, double last)
            where TLanes : struct, ILanes<TVector> => coordinate;
    }

    /// <summary><see cref="FillMode.Reflect"/>: mirrored about −½ and last + ½.</summary>
    public readonly struct Reflect : IFillRule
    {
        public static bool HasOutside => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Map<TLanes, TVector>(TVector coordinate, double last)
            where TLanes : struct, ILanes<TVector>
        {
            // Most of an image comes from inside itself.
            if (TLanes.AllWithin(coordinate, TLanes.Create(0), TLanes.Create(last)))
            {
                return coordinate;
            }

            TVector period = TLanes.Create(2 * (last + 1));
            TVector half = TLanes.Create(0.5);
            TVector phase = TLanes.Add(coordinate, half);
            TVector periods = TLanes.Floor(TLanes.Multiply(phase, TLanes.Create(1 / (2 * (last + 1)))));
            phase = TLanes.Subtract(phase, TLanes.Multiply(periods, period));
            return TLanes.Subtract(TLanes.Min(phase, TLanes.Subtract(period, phase)), half);
        }
    }

    /// <summary>
    /// <see cref="FillMode.Wrap"/>: periodic with the period <c>last</c>; the two ends are one place with two values.
    /// </summary>
    public readonly struct Wrap : IFillRule
    {
        public static bool HasOutside => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Map<TLanes, TVector>(TVector coordinate, double last)
            where TLanes : struct, ILanes<TVector>
        {
            TVector zero = TLanes.Create(0);
            TVector period = TLanes.Create(last);
            if (last == 0 || TLanes.AllWithin(coordinate, zero, period))
            {
                return coordinate;
            }

            // From above [0, last) repeats, and from below its mirror image (0, last]. For a whole number of periods
            // the reciprocal may give one period too few, which leaves a phase of exactly one.
            TVector distance = TLanes.Max(coordinate, TLanes.Subtract(zero, coordinate));
            TVector periods = TLanes.Floor(TLanes.Multiply(distance, TLanes.Create(1 / last)));
            TVector phase = TLanes.Subtract(distance, TLanes.Multiply(periods, period));
            phase = TLanes.WhereLess(phase, period, phase, zero);
            TVector above = TLanes.WhereLess(period, coordinate, phase, coordinate);
            return TLanes.WhereLess(coordinate, zero, TLanes.Subtract(period, phase), above);
        }
    }
}
