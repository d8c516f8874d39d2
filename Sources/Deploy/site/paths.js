// The CloudFront Function of the pages: from a clean path to the file in the bucket. It runs on each request of a page or a
// file, before the cache, and once more on the response. `./build.sh serve` has the same rules (Sources/LocalServer/Pages).

var pages = ['schools', 'find-my-school', 'compare', 'financing-calculator', 'saved'];
var files = [
  '/data/cities.txt', '/data/states.json', '/finder/form.js', '/finder/questions.js', '/finder/results.js',
  '/icon.svg', '/pages/compare.js', '/pages/financing.js', '/pages/finder.js', '/pages/home.js', '/pages/saved.js',
  '/pages/school.js', '/pages/schools.js', '/shared/api.js', '/shared/card.js', '/shared/dom.js',
  '/shared/filters.js', '/shared/format.js', '/shared/kept.js', '/shared/map.js', '/shared/places.js',
  '/styles/pages.css', '/styles/site.css',
];
var missing = '/404.html';

function file(path) {
  var names = path.split('/').slice(1);
  if (path === '/') return '/index.html';
  if (names.length === 1 && pages.indexOf(names[0]) >= 0) return path + '.html';
  if (names.length === 2 && names[0] === 'schools' && names[1] !== '') return '/school.html';
  if (files.indexOf(path) >= 0) return path;
  return missing;
}

function handler(event) {
  if (event.response) { // the page that says that there is none has the status that says it
    if (event.request.uri === missing) {
      event.response.statusCode = 404;
      event.response.statusDescription = 'Not Found';
    }
    return event.response;
  }
  event.request.uri = file(event.request.uri);
  return event.request;
}
