// The arithmetic of a loan: equal payments at the end of each month.

/**
 * @typedef {{month: number, interest: number, principal: number, balance: number}} Payment
 * @typedef {{principal: number, payment: number, interest: number, total: number, years: {year: number, paid: number, interest: number, balance: number}[]}} Loan
 */

/**
 * The loan of `principal` dollars over `months` at `rate` percent a year. The payment is rounded to whole cents, as a
 * lender bills it; the last payment settles what rounding left over.
 * @param {number} principal @param {number} rate @param {number} months @returns {Loan}
 */
export function loan(principal, rate, months) {
  const monthly = rate / 1200;
  const exact = monthly === 0 ? principal / months : (principal * monthly) / -Math.expm1(-months * Math.log1p(monthly));
  const payment = roundedCents(exact);
  const years = [];
  let balance = principal, interest = 0;
  for (let month = 1; month <= months; month += 1) {
    const due = roundedCents(balance * monthly);
    const paid = month === months ? roundedCents(balance + due) : Math.min(payment, roundedCents(balance + due));
    balance = roundedCents(balance + due - paid);
    interest += due;
    const year = Math.ceil(month / 12);
    years[year - 1] ??= { year, paid: 0, interest: 0, balance };
    years[year - 1].paid += paid;
    years[year - 1].interest += due;
    years[year - 1].balance = balance;
  }
  return { principal, payment, interest: roundedCents(interest), total: roundedCents(principal + interest), years };
}

const roundedCents = (value) => Math.round((value + Number.EPSILON) * 100) / 100;
