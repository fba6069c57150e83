namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// What a container of Kubernetes requests, from the priority that the kubelet and the runtime made of it. The kubelet writes
/// <c>shares = max(2, request · 1024)</c>, with the request in CPUs (https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/).
/// Outside of Kubernetes shares and weight only order who waits; they set nothing aside.
/// </summary>
internal static class CpuRequest
{
    /// <summary>The bounds of <c>cpu.shares</c>; the kubelet writes the smallest where nothing is requested.</summary>
    public const long LeastShares = 2;

    /// <summary>The largest shares.</summary>
    public const long MostShares = 262_144;

    /// <summary>The largest <c>cpu.weight</c>; the smallest is 1, and 0 stands for a group that runs when nobody else does.</summary>
    public const long MostWeight = 10_000;

    /// <summary>How far <see cref="FromLinearWeight"/> may be off: half of the requests that have the same weight, in thousandths.</summary>
    public const long LinearError = 14;

    private const long ShareSteps = MostShares - LeastShares;
    private const long WeightSteps = MostWeight - 1;

    /// <summary>The request behind <c>cpu.shares</c>. The kubelet rounded down, so that rounding up gives back what it was.</summary>
    /// <param name="shares">The shares.</param>
    /// <returns>Thousandths of a hardware thread; 0 without a request.</returns>
    public static long FromShares(long shares) => shares <= LeastShares ? 0 : ((shares * 1_000) + 1_023) / 1_024;

    /// <summary>
    /// The request behind a <c>cpu.weight</c> of the conversion that Kubernetes documents,
    /// <c>weight = 1 + (shares − 2) · 9999 / 262142</c> rounded down (KEP 2254; runc before 1.3.2, crun before 1.23). Some 26 shares have the
    /// same weight; the middle of them is taken, since the conversion back that the kubelet has takes the least and is off by twice as much.
    /// </summary>
    /// <param name="weight">The weight.</param>
    /// <returns>Thousandths of a hardware thread; 0 without a request.</returns>
    public static long FromLinearWeight(long weight) =>
        weight <= 1 ? 0 : ((Math.Min(2 * MostShares, (2 * LeastShares) + (((2 * weight) - 1) * ShareSteps / WeightSteps)) * 1_000) + 1_024) / 2_048;

    /// <summary>
    /// The request behind a <c>cpu.weight</c> of the newer conversion, <c>weight = ⌈10^((L² + 125 L) / 612 − 7 / 34)⌉</c> with
    /// <c>L = log2(shares)</c> (crun(1), "CPU"; runc 1.3.2 and crun 1.23 on). It makes 100 of the 1024 shares of one CPU.
    /// </summary>
    /// <param name="weight">The weight.</param>
    /// <returns>Thousandths of a hardware thread; 0 without a request.</returns>
    public static long FromCurvedWeight(long weight)
    {
        if (weight <= 1) return 0;
        var exponent = Math.Sqrt((125.0 * 125.0) + (4 * 612 * (Math.Log10(weight) + (7.0 / 34)))) - 125;
        return (long)Math.Round(Math.Pow(2, exponent / 2) * 1_000 / 1_024);
    }

    /// <summary>
    /// The request behind a <c>cpu.weight</c>. A group does not tell which conversion made it. The documented one is taken unless its answer
    /// cannot be: no container requests more than its limit, nor weighs more than its pod, whose weight the kubelet wrote itself.
    /// </summary>
    /// <param name="weight">The weight of the container.</param>
    /// <param name="podWeight">The weight of the group above it, 0 when unknown.</param>
    /// <param name="limit">The limit of the container in thousandths of a hardware thread, 0 without.</param>
    /// <returns>Thousandths of a hardware thread; 0 without a request.</returns>
    public static long FromWeight(long weight, long podWeight, long limit)
    {
        var linear = FromLinearWeight(weight);
        var isCurved = (podWeight > 0 && weight > podWeight) || (limit > 0 && linear > limit + LinearError);
        var request = isCurved ? FromCurvedWeight(weight) : linear;
        return limit > 0 ? Math.Min(request, limit) : request;
    }
}
